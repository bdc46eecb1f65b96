# The version is that of package.json, with which everything is tested. A test compares them.
FROM node:24.21.0-trixie-slim AS build
WORKDIR /build
# Downloads only if the lock file changes.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN npx -y pnpm@12 fetch
COPY . .
RUN npx -y pnpm@12 install --offline --frozen-lockfile && npx -y pnpm@12 build
# The bundle needs two packages beside it, but little of them: SQLite with its native library for this processor, and
# the script of the API reference.
RUN set -eu; mkdir -p /app/apps/bff /app/apps/web; \
    install -d -m 0700 /volumes/data /volumes/keys; \
    cp package.json LICENSE /app/; \
    cp -r apps/web/dist /app/apps/web/; \
    cp -r apps/bff/dist /app/apps/bff/; \
    rm -r /app/apps/bff/dist/compile-cache; \
    cd apps/bff; \
    cp --parents -rL \
      node_modules/better-sqlite3/package.json \
      node_modules/better-sqlite3/LICENSE \
      node_modules/better-sqlite3/lib \
      node_modules/better-sqlite3/prebuilds/linux-$(node -p process.arch).node \
      node_modules/@scalar/api-reference/package.json \
      node_modules/@scalar/api-reference/dist/index.js \
      node_modules/@scalar/api-reference/dist/browser/standalone.js \
      /app/apps/bff/

# Only the libraries that Node needs, of the Debian that Node was taken from: no shell and no package manager.
FROM gcr.io/distroless/cc-debian13
# The same in `docker exec`, so that the operator's commands use the same database and keys.
ENV HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=file:/data/office365-email.db \
    ENCRYPTION_KEYS_FILE=/keys/encryption-keys
# A new volume gets the owner and the mode of these folders. The root file system can be read-only.
COPY --from=build --chown=1000:1000 /volumes /
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app /app
WORKDIR /app/apps/bff
# A number: Kubernetes cannot see that a name is not root.
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "require('node:http').get(`http://127.0.0.1:${process.env.PORT}/healthz`, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# Without a shell in between, the signals reach the server. A report of a crash must not contain the environment.
CMD ["node", "--report-exclude-env", "dist/main.js"]
