import react from '@vitejs/plugin-react'
import { build } from 'vite'

/** Builds the pages of the dashboard. `@office365-email/web/mail` must be built. */
await build({
  root: import.meta.dirname,
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: { outDir: process.argv[2] ?? 'dist', emptyOutDir: true, modulePreload: { polyfill: false } },
})
