import { Button } from '@mantine/core'
import { sessionTexts } from '../texts.ts'

interface IdentityProviderLinkProps {
  /** The path to come back to. */
  next: string
  /** A sign-in that the provider remembers is not enough. */
  fresh?: boolean
  primary?: boolean
}

/** Leaves for the organisation’s own sign-in, which brings the browser back. */
export const IdentityProviderLink = ({ next, fresh = false, primary = false }: IdentityProviderLinkProps) => (
  <Button
    component="a"
    href={`/api/v1/session/oidc?${new URLSearchParams({ ...(fresh && { fresh: 'true' }), next })}`}
    variant={primary ? 'filled' : 'default'}
  >
    {sessionTexts.provider.signIn}
  </Button>
)
