import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorState } from '../state/emulator-state.ts'
import { listSentMail } from '../state/list-sent-mail.ts'
import { listTokenRequests } from '../state/list-token-requests.ts'
import { isActionName, runAction } from './actions.ts'
import { faultSchema } from './fault-schema.ts'

const faultRequest = z.object({ fault: faultSchema, always: z.boolean().default(false) })

/** `/_emulator/api`: the methods of `MicrosoftEmulator` as JSON. */
export function createControlApi(state: EmulatorState): Hono {
  const api = new Hono()
  api.get('/state', (context) => context.json({ now: state.now(), ...state.directory }))
  api.get('/sent-mail', (context) => {
    const { mailbox, to, subject } = context.req.query()
    const filter = {
      ...(mailbox === undefined ? {} : { mailbox }),
      ...(to === undefined ? {} : { to }),
      ...(subject === undefined ? {} : { subject }),
    }
    return context.json({ sentMail: listSentMail(state, filter) })
  })
  api.get('/non-delivery-reports', (context) => context.json({ nonDeliveryReports: state.reports.list() }))
  api.get('/requests', (context) => context.json({ requests: state.requests.list() }))
  api.get('/token-requests', (context) => context.json({ tokenRequests: listTokenRequests(state) }))
  api.get('/faults', (context) =>
    context.json({
      faults: state.faults.list().map(({ fault, left }) => ({ fault, left: Number.isFinite(left) ? left : null })),
    }),
  )
  api.post('/faults', async (context) => {
    const { fault, always } = faultRequest.parse(await context.req.json())
    state.addFault(fault, always)
    return context.body(null, 204)
  })
  api.delete('/faults', (context) => {
    state.faults.clear()
    return context.body(null, 204)
  })
  api.post('/actions/:name', async (context) => {
    const name = context.req.param('name')
    if (!isActionName(name)) return context.json({ error: `The emulator has no action ${name}` }, 404)
    const text = await context.req.text()
    const result = runAction(state, name, text === '' ? {} : JSON.parse(text))
    return context.json({ result: result ?? null })
  })
  return api
}
