import { type NationalCloud, nationalClouds } from '../national-cloud.ts'

export interface CalledHost {
  host: string
  port: 443
  purpose: string
}

/** The hosts that the server calls, for firewalls and for named locations in Conditional Access. */
export function listCalledHosts(cloud: NationalCloud): readonly CalledHost[] {
  const { loginUrl, graphUrl } = nationalClouds[cloud]
  return [
    { host: new URL(loginUrl).host, port: 443, purpose: 'Microsoft Entra: signs in and looks up a domain’s tenant' },
    { host: new URL(graphUrl).host, port: 443, purpose: 'Microsoft Graph: hands messages over' },
  ]
}

/** What the set-up gives away, and to whom. */
export const accessSummary = {
  granted: [
    'One application permission: Mail.Send. It sends mail; it cannot read mail, calendars, files or the directory.',
    'Without a restriction it sends as any mailbox of your organisation, so restrict it to the bot’s mailbox.',
    'No person signs in, and no password of a person is used or kept.',
  ],
  secret: [
    'The client secret is kept encrypted on the dashboard’s server. No page, no answer and no log shows it.',
    'Anyone who has its value and the client ID can send as the app. If in doubt, make a new secret, submit it, and delete the old one in Entra.',
  ],
  network: [
    'All calls go out from the dashboard’s server over HTTPS. Nothing at Microsoft calls back.',
    'Conditional Access for workload identities can block the sign-in. If you use it, allow the server’s public address in a named location.',
    'A proxy that inspects TLS must be trusted by the server.',
  ],
  removal: [
    'Remove in the wizard deletes the values here. The app in Entra stays until you remove it there.',
    'The script below takes away what belongs to this bot: its role assignment and its scope. If no other bot uses the app, it also offers to delete the app, with its grant, its secrets and its policy.',
    'If other bots use the app, or if that is not known, everything that the app has in common stays. Programs outside the dashboard may use the app too: the dashboard cannot know of them.',
    'An access token that was issued before lives on, mostly for 60 to 90 minutes.',
  ],
} as const
