import { auditEventRoutes } from './audit/routes.ts'
import { botRoutes } from './bots/routes.ts'
import { personRoutes } from './people/routes.ts'
import { serviceKeyRoutes } from './service-keys/routes.ts'
import { identityProviderRoutes } from './sessions/identity-provider-routes.ts'
import { sessionRoutes } from './sessions/routes.ts'

export const shellRoutes = [
  ...sessionRoutes,
  ...identityProviderRoutes,
  ...botRoutes,
  ...personRoutes,
  ...serviceKeyRoutes,
  ...auditEventRoutes,
]
