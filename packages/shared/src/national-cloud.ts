export const nationalCloudNames = ['global', 'us-government', 'us-government-dod', 'china'] as const
export type NationalCloud = (typeof nationalCloudNames)[number]

export interface NationalCloudEndpoints {
  label: string
  loginUrl: string
  /** Root of Microsoft Graph and, with `/.default`, the scope of token requests. */
  graphUrl: string
  entraUrl: string
}

/**
 * Accounts, apps, and tokens of one cloud are not valid in another.
 * Source: Microsoft Entra "National clouds" and Microsoft Graph "National cloud deployments".
 */
export const nationalClouds: Record<NationalCloud, NationalCloudEndpoints> = {
  global: {
    label: 'Global (including GCC)',
    loginUrl: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    entraUrl: 'https://entra.microsoft.com',
  },
  'us-government': {
    label: 'US Government (GCC High)',
    loginUrl: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    entraUrl: 'https://entra.microsoft.us',
  },
  'us-government-dod': {
    label: 'US Government (DoD)',
    loginUrl: 'https://login.microsoftonline.us',
    graphUrl: 'https://dod-graph.microsoft.us',
    entraUrl: 'https://entra.microsoft.us',
  },
  china: {
    label: 'China (21Vianet)',
    loginUrl: 'https://login.partner.microsoftonline.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    entraUrl: 'https://entra.microsoftonline.cn',
  },
}
