import { defineConfig } from '@playwright/test'

/** The same product in a second engine. Playwright runs the tests; Puppeteer drives an installed Firefox. */
export default defineConfig({
  testDir: '.',
  workers: 1,
  timeout: 120_000,
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: '../../test-results/firefox',
  reporter: 'list',
})
