import { Button, VisuallyHidden } from '@mantine/core'
import { hostSignInAddress } from '../host-sign-in.ts'
import { signInTexts } from '../sign-in-texts.ts'

interface HostSignInLinkProps {
  /** Where the host signs people in. */
  url: string
  /** The path to return to. */
  next: string
  /** Opens a new tab, so that this page stays open. */
  newTab?: boolean
}

/** Leaves a page that is shown inside of another one, because sign-in pages refuse to be shown there. */
export const HostSignInLink = ({ url, next, newTab = false }: HostSignInLinkProps) => (
  <Button
    component="a"
    href={hostSignInAddress(url, next)}
    {...(newTab ? { target: '_blank', rel: 'noreferrer' } : { target: '_top' })}
  >
    {signInTexts.host.signIn}
    {newTab && <VisuallyHidden> ({signInTexts.provider.newTab})</VisuallyHidden>}
  </Button>
)
