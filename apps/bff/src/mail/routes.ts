import { alertChannelRoutes } from './alerts/routes.ts'
import { configurationRoutes } from './configuration/routes.ts'
import { sameApplicationRoutes } from './configuration/same-application-routes.ts'
import { diagnosisRoutes } from './diagnoses/routes.ts'
import { expiringCredentialRoutes } from './expiring-credentials/routes.ts'
import { intakeLinkRoutes } from './intake-links/routes.ts'
import { personalDataRoutes } from './personal-data/routes.ts'
import { restrictionRoutes } from './restriction/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { sendingRoutes } from './sending/routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { transferRoutes } from './transfer/routes.ts'

export const mailRoutes = [
  ...configurationRoutes,
  ...sameApplicationRoutes,
  ...restrictionRoutes,
  ...intakeLinkRoutes,
  ...searchRoutes,
  ...sendingRoutes,
  ...statisticsRoutes,
  ...expiringCredentialRoutes,
  ...diagnosisRoutes,
  ...transferRoutes,
  ...alertChannelRoutes,
  ...personalDataRoutes,
]
