import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { ConfirmDialog } from '../../../ground/components/confirm-dialog.tsx'
import type { DraftState } from '../draft-writer.ts'
import { formTexts } from '../form-texts.ts'

const texts = formTexts.configuration

interface LeaveGuardProps {
  /** Whether the form contains a client secret, which is never kept. */
  secret: boolean
  /** Whether the other values are kept. */
  draft: DraftState
}

/** Asks before unsaved values are lost. */
export function LeaveGuard({ secret, draft }: LeaveGuardProps) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      (secret || draft === 'failed') && currentLocation.pathname !== nextLocation.pathname,
  )
  const active = secret || draft !== 'kept'
  useEffect(() => {
    if (!active) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [active])
  if (blocker.state !== 'blocked') return null
  return (
    <ConfirmDialog
      title={texts.leaveTitle}
      action={texts.leave}
      keep={texts.stay}
      onConfirm={() => blocker.proceed()}
      onClose={() => blocker.reset()}
    >
      <p>{draft === 'failed' ? texts.leaveFailed : texts.leaveHelp}</p>
    </ConfirmDialog>
  )
}
