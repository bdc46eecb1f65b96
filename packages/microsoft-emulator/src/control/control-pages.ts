import { Hono } from 'hono'
import type { EmulatorState } from '../state/emulator-state.ts'
import { isActionName } from './actions.ts'
import { renderInboxPage } from './render-inbox-page.ts'
import { renderMessagePage } from './render-message-page.ts'
import { renderOverviewPage } from './render-overview-page.ts'
import { renderRequestsPage } from './render-requests-page.ts'
import { stylesheet } from './stylesheet.ts'

/** Also applies inside the sandboxed frame that shows a message's HTML. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The pages for people, plain HTML and forms. */
export function createControlPages(state: EmulatorState): Hono {
  const pages = new Hono()
  pages.use(async (context, next) => {
    await next()
    context.header('Content-Security-Policy', contentSecurityPolicy)
    context.header('Referrer-Policy', 'same-origin')
  })
  pages.get('/style.css', (context) => context.body(stylesheet, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  pages.get('/', (context) => {
    const done = context.req.query('done')
    return context.html(renderOverviewPage(state, done !== undefined && isActionName(done) ? done : undefined))
  })
  pages.get('/inbox', (context) => context.html(renderInboxPage(state)))
  pages.get('/inbox/:userId', (context) => context.html(renderInboxPage(state, context.req.param('userId'))))
  pages.get('/messages/:id', (context) => {
    const message = state.sentMail.list().find(({ id }) => id === context.req.param('id'))
    if (!message) return context.notFound()
    return context.html(renderMessagePage(state, message))
  })
  pages.get('/messages/:id/attachments/:index', (context) => {
    const message = state.sentMail.list().find(({ id }) => id === context.req.param('id'))
    const attachment = message?.attachments[Number(context.req.param('index'))]
    if (!attachment) return context.notFound()
    // Always a download with a generic type, so that nothing in it can run on this origin.
    return context.body(Buffer.from(attachment.contentBase64, 'base64'), 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name || 'attachment')}`,
    })
  })
  pages.get('/requests', (context) => context.html(renderRequestsPage(state)))
  return pages
}
