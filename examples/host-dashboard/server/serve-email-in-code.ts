import { type MountedMail, person } from '@office365-email/bff/mail'
import type { Hono } from 'hono'
import { bots, botsOf } from './people.ts'
import type { Environment } from './sessions.ts'

/** Serves the API of the mail feature in this process, for the pages that this dashboard mounts in its own router. */
export function serveEmailInCode(app: Hono<Environment>, mail: MountedMail): void {
  mail.serve(app, '/api/email', {
    async authenticate(http) {
      const session = http.get('session')
      return session && person({ ...session.person, signedInAt: new Date(session.signedInAt) })
    },
    bots: {
      list: async (scope) => botsOf({ botIds: scope === 'all' ? scope : [...scope] }),
      read: async (botId) => bots.find(({ id }) => id === botId) ?? null,
    },
  })
  app.get('/host/bots/:botId/activity', async (http) => {
    const session = http.get('session')
    const bot = session && botsOf(session.person).find(({ id }) => id === http.req.param('botId'))
    if (!bot) return http.json({ activity: [] }, 404)
    const events = await mail.listAudit({ reach: [bot.id], botId: bot.id, limit: 5 })
    return http.json({
      activity: events.map(({ event }) => ({
        id: event.id,
        at: event.at,
        who: event.actor.name,
        action: event.action,
      })),
    })
  })
}
