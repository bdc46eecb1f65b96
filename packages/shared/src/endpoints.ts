import { alertChannelEndpoints } from './endpoints/alert-channels.ts'
import { alertWebhookEndpoints } from './endpoints/alert-webhooks.ts'
import { auditEventEndpoints } from './endpoints/audit-events.ts'
import { botEndpoints } from './endpoints/bots.ts'
import { configurationEndpoints } from './endpoints/configuration.ts'
import { configurationsEndpoints } from './endpoints/configurations.ts'
import { diagnosisEndpoints } from './endpoints/diagnoses.ts'
import { expiringCredentialEndpoints } from './endpoints/expiring-credentials.ts'
import { intakeLinkEndpoints } from './endpoints/intake-links.ts'
import { messageEndpoints } from './endpoints/messages.ts'
import { personEndpoints } from './endpoints/people.ts'
import { personalDataEndpoints } from './endpoints/personal-data.ts'
import { sendMessageEndpoints } from './endpoints/send-message.ts'
import { sendingEndpoints } from './endpoints/sending.ts'
import { serviceKeyEndpoints } from './endpoints/service-keys.ts'
import { sessionEndpoints } from './endpoints/session.ts'
import { statisticsEndpoints } from './endpoints/statistics.ts'

/** What the mail feature brings to its host. A page imports only the nouns that it needs. */
export const mailEndpoints = {
  ...configurationEndpoints,
  ...configurationsEndpoints,
  ...intakeLinkEndpoints,
  ...messageEndpoints,
  ...sendMessageEndpoints,
  ...sendingEndpoints,
  ...statisticsEndpoints,
  ...expiringCredentialEndpoints,
  ...diagnosisEndpoints,
  ...alertWebhookEndpoints,
  ...alertChannelEndpoints,
  ...personalDataEndpoints,
}

/** What the stand-in dashboard adds. */
export const shellEndpoints = {
  ...sessionEndpoints,
  ...botEndpoints,
  ...personEndpoints,
  ...serviceKeyEndpoints,
  ...auditEventEndpoints,
}
