import { alertWebhookEndpoints } from './endpoints/alert-webhooks.ts'
import { auditEventEndpoints } from './endpoints/audit-events.ts'
import { botEndpoints } from './endpoints/bots.ts'
import { configurationEndpoints } from './endpoints/configuration.ts'
import { diagnosisEndpoints } from './endpoints/diagnoses.ts'
import { intakeLinkEndpoints } from './endpoints/intake-links.ts'
import { messageEndpoints } from './endpoints/messages.ts'
import { personEndpoints } from './endpoints/people.ts'
import { sendMessageEndpoints } from './endpoints/send-message.ts'
import { sendingEndpoints } from './endpoints/sending.ts'
import { serviceKeyEndpoints } from './endpoints/service-keys.ts'
import { sessionEndpoints } from './endpoints/session.ts'

/** What the mail feature brings to its host. A page imports only the nouns that it needs. */
export const mailEndpoints = {
  ...configurationEndpoints,
  ...intakeLinkEndpoints,
  ...messageEndpoints,
  ...sendMessageEndpoints,
  ...sendingEndpoints,
  ...diagnosisEndpoints,
  ...alertWebhookEndpoints,
}

/** What the stand-in dashboard adds. */
export const shellEndpoints = {
  ...sessionEndpoints,
  ...botEndpoints,
  ...personEndpoints,
  ...serviceKeyEndpoints,
  ...auditEventEndpoints,
}
