import { Button, VisuallyHidden } from '@mantine/core'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import { urlOf } from '../../../ground/api-client.ts'
import { signInTexts } from '../sign-in-texts.ts'

interface IdentityProviderLinkProps {
  /** The path to return to. */
  next: string
  /** Requires the provider to ask for a new sign-in. */
  fresh?: boolean
  /** Opens a new tab, so that this page stays open. */
  newTab?: boolean
  primary?: boolean
}

/** Opens the organization’s sign-in page, which redirects the browser back. */
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
    {signInTexts.provider.signIn}
    {newTab && <VisuallyHidden> ({signInTexts.provider.newTab})</VisuallyHidden>}
  </Button>
)
