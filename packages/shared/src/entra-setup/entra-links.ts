import { parseGuid } from '../guid.ts'
import { parseDomain } from '../mail-address.ts'
import { type NationalCloud, nationalClouds } from '../national-cloud.ts'

export interface LinkFacts {
  cloud: NationalCloud
  /** GUID, or a verified domain of the tenant. */
  tenantId?: string | null | undefined
  clientId?: string | null | undefined
  /** Object ID of the mailbox's user. */
  userId?: string | null | undefined
  /** Object ID of the enterprise application, not of the app registration. */
  enterpriseAppObjectId?: string | null | undefined
}

/** A link is null if a value that it needs is missing or invalid, or if the portal of the cloud is not documented. */
export interface EntraLinks {
  appList: string | null
  registerApp: string | null
  appOverview: string | null
  apiPermissions: string | null
  certificatesAndSecrets: string | null
  userProfile: string | null
  enterpriseApp: string | null
  /** Opens Microsoft's consent page for all permissions that the app requests. */
  adminConsent: string | null
  exchangeAdminCenter: string | null
  messageTrace: string | null
}

const readGuid = (text: string | null | undefined) => (text ? parseGuid(text) : null)

const readTenant = (text: string | null | undefined) => (text ? (parseGuid(text) ?? parseDomain(text.trim())) : null)

/** Microsoft documents the address of the Exchange admin center only for the global cloud. */
const exchangeAdminCenters: Partial<Record<NationalCloud, string>> = { global: 'https://admin.exchange.microsoft.com' }

/**
 * Microsoft's own pages and public guides use these routes of the Entra admin center, but Microsoft does not guarantee
 * them: a page that shows a link must also describe the path.
 */
export function makeEntraLinks(facts: LinkFacts): EntraLinks {
  const { entraUrl, loginUrl } = nationalClouds[facts.cloud]
  const tenant = readTenant(facts.tenantId)
  const client = readGuid(facts.clientId)
  const user = readGuid(facts.userId)
  const enterpriseApp = readGuid(facts.enterpriseAppObjectId)
  const exchange = exchangeAdminCenters[facts.cloud] ?? null
  const view = (path: string) => entraUrl && `${entraUrl}/#view/${path}`
  const appView = (page: string) =>
    client
      ? view(`Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${page}/appId/${encodeURIComponent(client)}`)
      : null
  return {
    appList: view('Microsoft_AAD_RegisteredApps/ApplicationsListBlade'),
    registerApp: view('Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false'),
    appOverview: appView('Overview'),
    apiPermissions: appView('CallAnAPI'),
    certificatesAndSecrets: appView('Credentials'),
    userProfile: user
      ? view(`Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${encodeURIComponent(user)}`)
      : null,
    enterpriseApp:
      enterpriseApp && client
        ? view(
            `Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/${encodeURIComponent(enterpriseApp)}/appId/${encodeURIComponent(client)}`,
          )
        : null,
    adminConsent:
      tenant && client
        ? `${loginUrl}/${encodeURIComponent(tenant)}/adminconsent?client_id=${encodeURIComponent(client)}`
        : null,
    exchangeAdminCenter: exchange,
    messageTrace: exchange && `${exchange}/#/messagetrace`,
  }
}
