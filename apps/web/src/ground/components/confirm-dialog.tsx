import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog, DialogActions } from './dialog.tsx'
import { ProblemNotice } from './problem-notice.tsx'

interface ConfirmDialogProps {
  title: string
  children: ReactNode
  /** The action's name: the whole text of its button. */
  action: string
  keep: string
  danger?: boolean
  pending?: boolean
  error?: Error | null
  onConfirm: () => void
  onClose: () => void
}

export const ConfirmDialog = ({
  title,
  children,
  action,
  keep,
  danger = false,
  pending = false,
  error = null,
  onConfirm,
  onClose,
}: ConfirmDialogProps) => (
  <Dialog title={title} onClose={onClose}>
    {children}
    {error && <ProblemNotice error={error} />}
    <DialogActions>
      <Button variant="default" onClick={onClose}>
        {keep}
      </Button>
      <Button {...(danger ? { color: 'danger' } : {})} loading={pending} onClick={onConfirm}>
        {action}
      </Button>
    </DialogActions>
  </Dialog>
)
