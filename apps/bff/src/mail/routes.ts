import { alertWebhookRoutes } from './alerts/routes.ts'
import { configurationRoutes } from './configuration/routes.ts'
import { sameApplicationRoutes } from './configuration/same-application-routes.ts'
import { diagnosisRoutes } from './diagnoses/routes.ts'
import { intakeLinkRoutes } from './intake-links/routes.ts'
import { restrictionRoutes } from './restriction/routes.ts'
import { sendingRoutes } from './sending/routes.ts'

export const mailRoutes = [
  ...configurationRoutes,
  ...sameApplicationRoutes,
  ...restrictionRoutes,
  ...intakeLinkRoutes,
  ...sendingRoutes,
  ...diagnosisRoutes,
  ...alertWebhookRoutes,
]
