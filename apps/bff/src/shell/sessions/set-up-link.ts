import { dayMs } from '../../ground/day.ts'
import { hashToken, newToken } from '../../ground/secrets/token.ts'
import type { SetUpLink, SetUpLinkStore } from './set-up-link-store.ts'

const lifetimeMs = dayMs

interface Dependencies {
  setUpLinks: SetUpLinkStore
}

function newLink(now: Date): { token: string; link: SetUpLink } {
  const token = newToken()
  return { token, link: { tokenHash: hashToken(token), expiresAt: now.getTime() + lifetimeMs } }
}

/** For each start. Keeps an open link, which another server may have printed. */
export async function createSetUpLink(
  { setUpLinks }: Dependencies,
  now: Date,
): Promise<{ token: string } | 'open' | 'not-needed'> {
  const { token, link } = newLink(now)
  const outcome = await setUpLinks.create(link, now.getTime())
  return outcome === 'created' ? { token } : outcome
}

/** For an operator who does not have the open link. Null: someone can already sign in. */
export async function replaceSetUpLink({ setUpLinks }: Dependencies, now: Date): Promise<{ token: string } | null> {
  const { token, link } = newLink(now)
  return (await setUpLinks.replace(link)) ? { token } : null
}

export const describeSetUpLink = (publicUrl: string, token: string): string =>
  `No one can sign in yet. Open this link within 24 hours and choose a password. The link works once:\n${publicUrl}/set-up#${token}`

export const openLinkRemains =
  'No one can sign in yet. An earlier start made a one-time link, which still works. If you do not have it, make a new one: pnpm --silent admin set-up-link'
