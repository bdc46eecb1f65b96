import { Notice } from '../../../ground/components/notice.tsx'
import { signInTexts } from '../sign-in-texts.ts'

const { failures } = signInTexts

export const readFailure = (failed: string | null) =>
  Object.entries(failures).find(([failure]) => failure === failed)?.[1] ?? null

/** Explains a sign-in that failed, by the name of the failure in the address. */
export function SignInFailureNotice({ failed }: { failed: string | null }) {
  const failure = readFailure(failed)
  if (!failure) return null
  return (
    <Notice tone="bad" role="alert" title={failure.title}>
      <p>{failure.help}</p>
    </Notice>
  )
}
