import { defineConfig } from '@playwright/test'
import { chooseBrowser } from './browser.ts'

/** Every worker starts its own product, so that flows run in parallel. */
export default defineConfig({
  testDir: 'flows',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  // A test that passes on the second try is listed as flaky. It should be fixed, but does not block a change.
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
