import { getConnInfo } from '@hono/node-server/conninfo'
import type { Hono } from 'hono'
import { proxy } from 'hono/proxy'
import type { Environment } from './sessions.ts'
import type { TokenSigner } from './token-signer.ts'

/** Where the mail product is, which runs as a process of its own. Its `PUBLIC_URL` ends with this path. */
const basePath = '/apps/email'

/** The pages of the product that this dashboard shows in a frame, at the same path without `/apps/email`. */
const framed = /^\/(bots|troubleshooting|service-keys|audit)(\/|$)/

interface EmailProduct {
  /** The address at which the product listens. Only this dashboard reaches it. */
  server: string
  /** The header with the token, in lower case. */
  header: string
  signer: TokenSigner
}

/** Passes requests on to the product, with a token of the signed-in person. */
export function serveEmailProduct(app: Hono<Environment>, { server, header, signer }: EmailProduct): void {
  app.all(`${basePath}/*`, async (http) => {
    const { pathname, search } = new URL(http.req.url)
    const page = pathname.slice(basePath.length)
    // Links in alerts lead to pages of the product. They open inside of this dashboard.
    if (http.req.header('sec-fetch-dest') === 'document' && framed.test(page)) return http.redirect(`${page}${search}`)
    const session = http.get('session')
    return await proxy(`${server}${pathname}${search}`, {
      raw: http.req.raw,
      // A request whose person has left the page is finished.
      signal: null,
      redirect: 'manual',
      headers: {
        ...http.req.header(),
        connection: undefined,
        // Our own cookie is not for others, and a token that the client sent never gets through.
        cookie: undefined,
        [header]: session ? await signer.sign(session) : undefined,
        'x-forwarded-for': getConnInfo(http).remote.address,
      },
    }).catch((error: unknown) => {
      process.stderr.write(`The mail product does not answer: ${String(error)}\n`)
      return http.text('The mail product does not answer. Try again in a moment.', 502)
    })
  })
}
