import { defineConfig } from 'drizzle-kit'

/** After a change of the schema: `pnpm --filter @office365-email/bff exec drizzle-kit generate --name <what-changes>`. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './src/storage/sqlite/schema.ts',
  out: './src/storage/sqlite/migrations',
})
