import { defineConfig } from '@playwright/test'

/** A second browser engine: Playwright runs the tests, and Puppeteer controls an installed Firefox. */
export default defineConfig({
  testDir: '.',
  globalSetup: '../../apps/bff/build-for-tests.ts',
  workers: 1,
  timeout: 120_000,
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: '../../test-results/firefox',
  reporter: 'list',
})
