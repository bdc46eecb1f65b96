export const nationalCloudNames = [
  'global',
  'us-government',
  'us-government-dod',
  'china',
  'bleu',
  'delos',
  'govsg',
] as const
export type NationalCloud = (typeof nationalCloudNames)[number]

export interface NationalCloudEndpoints {
  label: string
  loginUrl: string
  /** Root of Microsoft Graph and, with `/.default`, the scope of token requests. */
  graphUrl: string
  /** Null if it is not documented. */
  entraUrl: string | null
  /** The audience that Entra requires of a federated credential; null if it is not known. */
  federationAudience: string | null
}

/**
 * Accounts, apps, and tokens of one cloud are not valid in another.
 * Source: Microsoft Entra "National clouds" and Microsoft Graph "National cloud deployments". Those of the last three are
 * from Microsoft's own SDKs (msal-common, msgraph-sdk-powershell) and were not verified. The audience of GovSG is not known.
 */
export const nationalClouds: Record<NationalCloud, NationalCloudEndpoints> = {
  global: {
    label: 'Global (including GCC)',
    loginUrl: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    entraUrl: 'https://entra.microsoft.com',
    federationAudience: 'api://AzureADTokenExchange',
  },
  'us-government': {
    label: 'US Government (GCC High)',
    loginUrl: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    entraUrl: 'https://entra.microsoft.us',
    federationAudience: 'api://AzureADTokenExchangeUSGov',
  },
  'us-government-dod': {
    label: 'US Government (DoD)',
    loginUrl: 'https://login.microsoftonline.us',
    graphUrl: 'https://dod-graph.microsoft.us',
    entraUrl: 'https://entra.microsoft.us',
    federationAudience: 'api://AzureADTokenExchangeUSGov',
  },
  china: {
    label: 'China (21Vianet)',
    loginUrl: 'https://login.partner.microsoftonline.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    entraUrl: 'https://entra.microsoftonline.cn',
    federationAudience: 'api://AzureADTokenExchangeChina',
  },
  bleu: {
    label: 'Bleu (France), not verified',
    loginUrl: 'https://login.sovcloud-identity.fr',
    graphUrl: 'https://graph.svc.sovcloud.fr',
    entraUrl: null,
    federationAudience: 'api://AzureADTokenExchangeFrance',
  },
  delos: {
    label: 'Delos (Germany), not verified',
    loginUrl: 'https://login.sovcloud-identity.de',
    graphUrl: 'https://graph.svc.sovcloud.de',
    entraUrl: null,
    federationAudience: 'api://AzureADTokenExchangeGermany',
  },
  govsg: {
    label: 'GovSG (Singapore), not verified',
    loginUrl: 'https://login.sovcloud-identity.sg',
    graphUrl: 'https://graph.svc.sovcloud.sg',
    entraUrl: null,
    federationAudience: null,
  },
}
