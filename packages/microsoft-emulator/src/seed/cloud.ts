/** The national clouds and their hosts; the emulator's one origin replaces all of them. [microsoft-graph-docs: concepts/deployments.md] */
export const clouds = {
  global: { login: 'login.microsoftonline.com', graph: 'graph.microsoft.com', instance: 'microsoftonline.com' },
  'us-government': { login: 'login.microsoftonline.us', graph: 'graph.microsoft.us', instance: 'microsoftonline.us' },
  'us-government-dod': {
    login: 'login.microsoftonline.us',
    graph: 'dod-graph.microsoft.us',
    instance: 'microsoftonline.us',
  },
  china: {
    login: 'login.partner.microsoftonline.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
    instance: 'partner.microsoftonline.cn',
  },
  // From Microsoft's SDKs; the names of the instances are assumed.
  bleu: { login: 'login.sovcloud-identity.fr', graph: 'graph.svc.sovcloud.fr', instance: 'sovcloud-identity.fr' },
  delos: { login: 'login.sovcloud-identity.de', graph: 'graph.svc.sovcloud.de', instance: 'sovcloud-identity.de' },
  govsg: { login: 'login.sovcloud-identity.sg', graph: 'graph.svc.sovcloud.sg', instance: 'sovcloud-identity.sg' },
} as const

export type Cloud = keyof typeof clouds

export const cloudNames: readonly Cloud[] = [
  'global',
  'us-government',
  'us-government-dod',
  'china',
  'bleu',
  'delos',
  'govsg',
]

/** The application ID of Microsoft Graph in every cloud. It is a valid resource and was seen as an audience. */
export const graphApplicationId = '00000003-0000-0000-c000-000000000000'

/** Returns the cloud with this Graph root, or undefined for any other resource. */
export function findCloudOfGraphRoot(root: string): Cloud | undefined {
  return cloudNames.find((name) => `https://${clouds[name].graph}` === root)
}
