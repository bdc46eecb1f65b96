import { Button, VisuallyHidden } from '@mantine/core'
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
    href={`/api/v1/session/oidc?${new URLSearchParams({ ...(fresh && { fresh: 'true' }), next })}`}
    variant={primary ? 'filled' : 'default'}
    {...(newTab && { target: '_blank', rel: 'noreferrer' })}
  >
    {sessionTexts.provider.signIn}
    {newTab && <VisuallyHidden> ({sessionTexts.provider.newTab})</VisuallyHidden>}
  </Button>
)
