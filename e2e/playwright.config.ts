import { defineConfig } from '@playwright/test'
import { chooseBrowser } from './browser.ts'

/** Every worker starts its own product, so that flows run in parallel. */
export default defineConfig({
  testDir: 'flows',
  globalSetup: ['../apps/bff/build-for-tests.ts', './product/build-host-pages.ts'],
  fullyParallel: true,
  workers: 3,
  // Three products and browsers share the machine, and checking a page with axe takes seconds.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  // A test that passes on the second try is listed as flaky. It should be fixed, but does not block a change.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: '../test-results',
  reporter: [['list'], ['html', { outputFolder: '../playwright-report', open: 'never' }]],
  use: {
    launchOptions: await chooseBrowser(),
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
  },
})
