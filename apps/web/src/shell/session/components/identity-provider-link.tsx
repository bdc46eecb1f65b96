import { Button, VisuallyHidden } from '@mantine/core'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import { urlOf } from '../../../ground/api-client.ts'
import { sessionTexts } from '../texts.ts'

interface IdentityProviderLinkProps {
  /** The path to come back to. */
  next: string
  /** A sign-in that the provider remembers is not enough. */
  fresh?: boolean
  /** The page that it stands on stays open. */
  newTab?: boolean
  primary?: boolean
}

/** Leaves for the organisation’s own sign-in, which brings the browser back. */
export const IdentityProviderLink = ({
  next,
  fresh = false,
  newTab = false,
  primary = false,
}: IdentityProviderLinkProps) => (
  <Button
    component="a"
    href={urlOf(sessionEndpoints.beginIdentitySignIn, { query: { ...(fresh && { fresh: 'true' }), next } })}
    variant={primary ? 'filled' : 'default'}
    {...(newTab && { target: '_blank', rel: 'noreferrer' })}
  >
    {sessionTexts.provider.signIn}
    {newTab && <VisuallyHidden> ({sessionTexts.provider.newTab})</VisuallyHidden>}
  </Button>
)
