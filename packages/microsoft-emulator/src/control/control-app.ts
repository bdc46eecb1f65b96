import { Hono } from 'hono'
import { ZodError } from 'zod'
import type { EmulatorState } from '../state/emulator-state.ts'
import { isActionName, runAction } from './actions.ts'
import { createControlApi } from './control-api.ts'
import { createControlPages } from './control-pages.ts'

/** `/_emulator`: the control API and the pages for people. */
export function createControlApp(state: EmulatorState): Hono {
  const app = new Hono().basePath('/_emulator')
  app.use(async (context, next) => {
    // DNS rebinding: a page of another site must not read the test secrets through a host name that points here.
    const host = (context.req.header('host') ?? '').replace(/:\d+$/, '')
    if (!['localhost', '127.0.0.1', '[::1]'].includes(host)) return context.text('Not served under this host name', 421)
    // Browsers send the origin of the page that posts; programs send none.
    const origin = context.req.header('origin')
    if (origin !== undefined && origin !== new URL(context.req.url).origin) return context.text('Wrong origin', 403)
    await next()
    context.header('Cache-Control', 'no-store')
    context.header('X-Content-Type-Options', 'nosniff')
  })
  app.onError((error, context) => {
    const isInput = error instanceof ZodError || (error instanceof Error && error.message.startsWith('The '))
    return context.json({ error: error.message }, isInput ? 400 : 500)
  })
  app.route('/api', createControlApi(state))
  app.post('/actions/:name', async (context) => {
    const name = context.req.param('name')
    if (!isActionName(name)) return context.notFound()
    runAction(state, name, await context.req.parseBody())
    return context.redirect(`/_emulator?done=${name}`, 303)
  })
  app.route('/', createControlPages(state))
  return app
}
