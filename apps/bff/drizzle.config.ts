import { defineConfig } from 'drizzle-kit'

/**
 * After a change of the schema, for each engine:
 * `ENGINE=sqlite pnpm --filter @office365-email/bff exec drizzle-kit generate --name <what-changes>`.
 */
const engine = process.env['ENGINE'] === 'postgres' ? 'postgres' : 'sqlite'

export default defineConfig({
  dialect: engine === 'postgres' ? 'postgresql' : 'sqlite',
  schema: `./src/storage/${engine}/schema.ts`,
  out: engine === 'postgres' ? './src/storage/postgres/postgres-migrations' : './src/storage/sqlite/migrations',
})
