import type { CredentialKind } from '../credential.ts'
import { type NationalCloud, nationalClouds } from '../national-cloud.ts'

export interface CalledHost {
  host: string
  port: 443
  purpose: string
}

/** The hosts that the server calls, for firewalls. */
export function listCalledHosts(cloud: NationalCloud): readonly CalledHost[] {
  const { loginUrl, graphUrl } = nationalClouds[cloud]
  return [
    { host: new URL(loginUrl).host, port: 443, purpose: 'Microsoft Entra: sign-in, and the tenant ID of a domain' },
    { host: new URL(graphUrl).host, port: 443, purpose: 'Microsoft Graph: sends messages' },
  ]
}

/** What the setup gives access to, and who has that access. */
export const accessSummary = {
  /** Who connects to whom. */
  connections: {
    outward: 'The dashboard’s server makes all calls, over HTTPS. Microsoft never connects to the server.',
    federated:
      'The dashboard’s server makes these calls, over HTTPS. Microsoft Entra also reads two public documents at the issuer’s address: /.well-known/openid-configuration and /.well-known/jwks.',
  },
  granted: [
    'One application permission: Mail.Send. The app can send mail, but cannot read mail, calendars, files or the directory.',
    'Without a restriction, the app can send as any mailbox in your organization, so restrict it to the bot’s mailbox.',
    'No person signs in, and no person’s password is used or stored.',
  ],
  credential: {
    'client-secret': [
      'The client secret is stored encrypted on the dashboard’s server. No page, response or log shows it.',
      'Anyone who has its value and the client ID can send as the app. If in doubt, create a new secret, submit it, and delete the old one in Entra.',
    ],
    certificate: [
      'The private key is stored encrypted on the dashboard’s server. No page, response or log shows it. The certificate in Entra is public.',
      'Anyone who has the private key and the client ID can send as the app. If in doubt, delete the certificate in Entra and submit a new one.',
    ],
    federated: [
      'There is no secret. For each sign-in, the dashboard’s server signs a statement about this bot, which is valid for minutes, or it sends a token of the platform it runs on. Entra trusts the public keys of that issuer.',
      'Anyone who controls the issuer’s address or its signing key can send as the app. If in doubt, delete the federated credential in Entra.',
    ],
  } satisfies Record<CredentialKind, readonly string[]>,
  network: [
    'Conditional Access for workload identities can block the sign-in. If you use it, allow the server’s public address in a named location.',
    'If a proxy inspects TLS, the server must trust the proxy’s certificate.',
  ],
  removal: [
    'Remove in the wizard deletes the values from the dashboard. The app in Entra stays until you remove it there.',
    'The script below removes what belongs to this bot: its role assignment and its scope. If no other bot uses the app, the script also offers to delete the app with its grant, its credentials and its policy.',
    'If other bots use the app, or if this is not known, the script keeps everything that they share. Programs outside the dashboard may also use the app: the dashboard cannot know about them.',
    'An access token that was issued before stays valid, usually for 60 to 90 minutes.',
  ],
  /** What to delete in Entra if the app stays, because other bots or programs use it. */
  leftover: {
    'client-secret': 'If the app stays, delete the client secret of this bot in Entra, unless others sign in with it.',
    certificate:
      'If the app stays, delete the certificate of this bot in Entra. Remove deletes its private key, so no one can use it anymore.',
    federated:
      'If the app stays, delete the federated credential of this bot in Entra, unless other bots sign in with it.',
  } satisfies Record<CredentialKind, string>,
} as const

export const describeConnections = (kind: CredentialKind): string =>
  accessSummary.connections[kind === 'federated' ? 'federated' : 'outward']
