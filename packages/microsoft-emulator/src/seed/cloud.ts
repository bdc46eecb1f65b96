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
} as const

export type Cloud = keyof typeof clouds

export const cloudNames: readonly Cloud[] = ['global', 'us-government', 'us-government-dod', 'china']

/** The application ID of Microsoft Graph in every cloud. It is a valid resource and was seen as an audience. */
export const graphApplicationId = '00000003-0000-0000-c000-000000000000'

/** Returns the cloud with this Graph root, or undefined for any other resource. */
export function findCloudOfGraphRoot(root: string): Cloud | undefined {
  return cloudNames.find((name) => `https://${clouds[name].graph}` === root)
}
