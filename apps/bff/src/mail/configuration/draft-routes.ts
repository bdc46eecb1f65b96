import { createRoute, z } from '@hono/zod-openapi'
import { office365DraftSchema, savedOffice365DraftSchema } from '@office365-email/shared/office365-draft'
import { keepMarkable, keepReadable } from '@office365-email/shared/readable-draft'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import type { Office365DraftStore } from './office365-draft-store.ts'

interface Dependencies {
  access: Access
  drafts: Office365DraftStore
  clock: () => Date
}

const tags = ['Office 365 draft']
const path = '/bots/{botId}/office365/draft'
const request = { params: z.strictObject({ botId: z.string() }) }
const common = ['not-signed-in', 'forbidden', 'not-found'] as const
const answer = jsonContent(savedOffice365DraftSchema, 'The draft, without the secret, which is never part of it.')

/** What somebody typed into the wizard is kept between visits and browsers, if it reads as the value of its field. */
export function createOffice365DraftRoutes({ access, drafts, clock }: Dependencies) {
  const middleware = [access.allowForBot({ people: 'admin' })]
  const read = createRoute({
    method: 'get',
    path,
    tags,
    summary: 'Read what was typed so far',
    middleware,
    request,
    responses: { 200: answer, ...problemResponses(...common) },
  })
  const save = createRoute({
    method: 'put',
    path,
    tags,
    summary: 'Keep what was typed so far',
    description: 'Keeps a value only if it reads as the value of its field. The answer says what is kept.',
    middleware,
    request: { ...request, ...jsonBody(office365DraftSchema) },
    responses: { 200: answer, ...problemResponses(...common, 'invalid-request') },
  })
  const remove = createRoute({
    method: 'delete',
    path,
    tags,
    summary: 'Forget what was typed',
    middleware,
    request,
    responses: { 204: { description: 'It is forgotten.' }, ...problemResponses(...common) },
  })
  return createRouter()
    .openapi(read, async (context) => context.json(await drafts.read(context.var.bot.id), 200))
    .openapi(save, async (context) => {
      const { values, doneSteps } = context.req.valid('json')
      const kept = { values: keepReadable(values), doneSteps: keepMarkable(doneSteps) }
      const draft = { ...kept, savedAt: clock().toISOString() }
      await drafts.save(context.var.bot.id, draft)
      return context.json(draft, 200)
    })
    .openapi(remove, async (context) => {
      await drafts.delete(context.var.bot.id)
      return context.body(null, 204)
    })
}
