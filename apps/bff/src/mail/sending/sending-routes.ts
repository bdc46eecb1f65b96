import { createRoute } from '@hono/zod-openapi'
import { sendingSchema } from '@office365-email/shared/sending'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { Problem } from '../../ground/problem.ts'
import type { QueueStore } from './queue-store.ts'
import type { Sending } from './sending.ts'
import { releaseSending } from './sending.ts'
import type { SendingStore } from './sending-store.ts'

interface Dependencies {
  access: Access
  sending: Sending
  sendingStore: SendingStore
  queueStore: QueueStore
  clock: () => Date
}

const tags = ['Sending']

export function createSendingRoutes(dependencies: Dependencies) {
  const { access, sending, queueStore, clock } = dependencies

  const read = createRoute({
    method: 'get',
    path: '/sending',
    tags,
    summary: 'Read whether mail leaves this server',
    description:
      '`off` and `simulate` are settings of the server. `held`: the database was restored from a backup, and an owner has to release it. `reason` and `since` are there while the database is held, in every state.',
    middleware: [access.allow({ people: 'admin', scope: 'any' })],
    responses: {
      200: jsonContent(sendingSchema, 'The state; only an owner gets `queuedMessages`.'),
      ...problemResponses('not-signed-in', 'forbidden'),
    },
  })
  const release = createRoute({
    method: 'post',
    path: '/sending/release',
    tags,
    summary: 'Send from here: release a restored database',
    middleware: [access.allow({ people: 'owner', fresh: true })],
    responses: {
      200: jsonContent(sendingSchema, 'The state from now on.'),
      ...problemResponses('not-signed-in', 'forbidden', 'fresh-sign-in-required', 'not-possible-now'),
    },
  })

  return createRouter()
    .openapi(read, async (context) => {
      const view = await sending.read()
      const { principal } = context.var
      const isOwner = principal?.kind === 'person' && principal.role === 'owner'
      if (view.state !== 'held' || !isOwner) return context.json(view, 200)
      const { messages } = await queueStore.usage()
      return context.json({ ...view, queuedMessages: messages }, 200)
    })
    .openapi(release, async (context) => {
      if (!(await releaseSending(dependencies, toRequestContext(context, clock()))))
        throw new Problem('not-possible-now', { detail: 'Sending is not held: there is nothing to release.' })
      return context.json(await sending.read(), 200)
    })
}
