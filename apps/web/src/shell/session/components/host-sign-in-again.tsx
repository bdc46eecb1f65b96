import { Button } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { useMutation } from '@tanstack/react-query'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { type SignInReason, signInRequest } from '../../../ground/sign-in-request.ts'
import { shellPaths } from '../../paths.ts'
import { readSession } from '../queries.ts'
import { signInTexts } from '../sign-in-texts.ts'
import { HostSignInLink } from './host-sign-in-link.tsx'

interface HostSignInAgainProps {
  reason: SignInReason
  /** Where the host signs people in; null if this server does not know. */
  url: string | null
  onSignedIn: (user: User) => void
}

/** The host does not say when the person has signed in there, so the person says it. */
export function HostSignInAgain({ reason, url, onSignedIn }: HostSignInAgainProps) {
  const texts = signInTexts[reason]
  const { mutate, data, isPending, error } = useMutation({
    mutationFn: () => readSession(),
    onSuccess: (user) => user && onSignedIn(user),
  })
  return (
    <Dialog title={texts.title} onClose={() => signInRequest.settle(false)}>
      <p>
        {texts.why} {url === null ? signInTexts.host.elsewhere : signInTexts.host.newTab}
      </p>
      {data === null && <Notice tone="bad" role="alert" title={signInTexts.host.notYet} />}
      {error && <ProblemNotice error={error} />}
      <DialogActions>
        <Button variant="default" onClick={() => signInRequest.settle(false)}>
          {signInTexts.cancel}
        </Button>
        <Button variant="default" loading={isPending} onClick={() => mutate()}>
          {signInTexts.goOn}
        </Button>
        {url !== null && <HostSignInLink url={url} next={shellPaths.signedIn()} newTab />}
      </DialogActions>
    </Dialog>
  )
}
