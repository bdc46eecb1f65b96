import { defineConfig } from '@playwright/test'
import { chooseBrowser } from './browser.ts'

/** Every worker starts a product of its own, so that flows run side by side. */
export default defineConfig({
  testDir: 'flows',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  // What passes only at the second try is listed as flaky: to be mended, but no reason to stop a change.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: '../test-results',
  reporter: [['list'], ['html', { outputFolder: '../playwright-report', open: 'never' }]],
  use: {
    launchOptions: await chooseBrowser(),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
