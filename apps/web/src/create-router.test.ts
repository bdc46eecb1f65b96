import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  document.head.innerHTML = ''
  // Later tests load the modules without the path.
  vi.resetModules()
})

it('mounts the pages below the path that the document names', { timeout: 20_000 }, async () => {
  document.head.innerHTML = '<meta name="base-path" content="/tools/mail">'
  vi.resetModules()
  const { createRouter } = await import('./create-router.tsx')
  const { createQueryClient } = await import('./ground/query-client.ts')
  const router = createRouter(createQueryClient())
  expect(router.basename).toBe('/tools/mail')
  router.dispose()
})
