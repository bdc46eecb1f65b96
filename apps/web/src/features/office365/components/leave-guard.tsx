import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { office365Texts } from '../texts.ts'

const texts = office365Texts.configuration

/** Asks before entered values are left behind. The way to signing in again is free: from there the page comes back. */
export function LeaveGuard({ active, onLeave }: { active: boolean; onLeave: () => void }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      active && currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== '/sign-in',
  )
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
      onConfirm={() => {
        onLeave()
        blocker.proceed()
      }}
      onClose={() => blocker.reset()}
    >
      <p>{texts.leaveHelp}</p>
    </ConfirmDialog>
  )
}
