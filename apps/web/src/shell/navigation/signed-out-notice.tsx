import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { Notice } from '../../ground/components/notice.tsx'
import { requestSignIn, signInRequest } from '../../ground/sign-in-request.ts'
import { appTexts } from '../texts.ts'

/** After the person has declined to sign in again: why nothing can be loaded or saved, and how to sign in. */
export function SignedOutNotice() {
  const queryClient = useQueryClient()
  const { isDeclined } = useSyncExternalStore(signInRequest.subscribe, signInRequest.current)
  const signIn = async () => {
    if (await requestSignIn('ended', { inBackground: false }))
      await queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
  }
  if (!isDeclined) return null
  return (
    <Notice
      tone="caution"
      role="status"
      title={appTexts.signedOut.title}
      actions={
        <Button variant="default" size="xs" onClick={() => void signIn()}>
          {appTexts.signedOut.signIn}
        </Button>
      }
    >
      <p>{appTexts.signedOut.help}</p>
    </Notice>
  )
}
