import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { openMail } from '@office365-email/bff/mail'
import { Hono } from 'hono'
import { z } from 'zod'
import { botsOf } from './server/people.ts'
import { serveEmailInCode } from './server/serve-email-in-code.ts'
import { serveEmailProduct } from './server/serve-email-product.ts'
import { serveSignIn } from './server/serve-sign-in.ts'
import { type Environment, readSession } from './server/sessions.ts'
import { createTokenSigner } from './server/token-signer.ts'

const settings = z
  .object({
    PORT: z.coerce.number(),
    /** The folder with the built pages. */
    PAGES: z.string(),
    /** The folder for the data of the mail feature that runs in this process. */
    DATA: z.string(),
    /** The mail product that runs as a process of its own. */
    EMAIL_SERVER: z.url(),
    OIDC_ISSUER: z.url(),
    OIDC_CLIENT_ID: z.string(),
    OIDC_CLIENT_SECRET: z.string(),
    MICROSOFT_LOGIN_URL: z.url().optional(),
    MICROSOFT_GRAPH_URL: z.url().optional(),
  })
  .parse(process.env)

const url = `http://localhost:${settings.PORT}`
const inCode = '/settings/email-feature'
const signer = await createTokenSigner(url)
const mail = await openMail({
  settings: {
    DATABASE_URL: `file:${join(settings.DATA, 'email.db')}`,
    ENCRYPTION_KEYS_FILE: join(settings.DATA, 'email-keys'),
    MICROSOFT_LOGIN_URL: settings.MICROSOFT_LOGIN_URL,
    MICROSOFT_GRAPH_URL: settings.MICROSOFT_GRAPH_URL,
  },
  pagesUrl: `${url}${inCode}`,
})

const app = new Hono<Environment>()
app.use(readSession)
serveEmailProduct(app, { server: settings.EMAIL_SERVER, header: 'x-contoso-token', signer })

// Below are the pages of this dashboard itself. Those of the product have a policy of their own.
app.use(async (http, next) => {
  await next()
  http.header(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
})
serveEmailInCode(app, mail)
serveSignIn(app, {
  url,
  issuer: settings.OIDC_ISSUER,
  clientId: settings.OIDC_CLIENT_ID,
  clientSecret: settings.OIDC_CLIENT_SECRET,
})
app.get('/host/keys', (http) => http.json(signer.keySet))
app.get('/host/session', (http) => {
  const session = http.get('session')
  if (!session) return http.json({ user: null }, 401)
  const { name, email, role } = session.person
  return http.json({ user: { name, email, role }, bots: botsOf(session.person) })
})

/** Read again, so that a build while the server runs counts. */
const readPage = () => readFile(join(settings.PAGES, 'index.html'), 'utf8')
const ofEveryone = ['/signed-out', `${inCode}/intake`]
app.get('/:file{.+\\.(js|css|svg)}', serveStatic({ root: settings.PAGES }))
app.get('*', async (http) => {
  const { pathname, search } = new URL(http.req.url)
  if (!http.get('session') && !ofEveryone.includes(pathname))
    return http.redirect(`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`)
  return http.html(await readPage())
})

const server = serve({ fetch: app.fetch, port: settings.PORT, hostname: '127.0.0.1' }, () =>
  process.stdout.write(`${url}\n`),
)
const stop = () => {
  mail.announceStop()
  server.close(() => void mail.close())
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
