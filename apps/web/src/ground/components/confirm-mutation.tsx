import type { ComponentProps } from 'react'
import { ConfirmDialog } from './confirm-dialog.tsx'

interface ConfirmMutationProps
  extends Pick<ComponentProps<typeof ConfirmDialog>, 'title' | 'children' | 'action' | 'keep' | 'danger' | 'onClose'> {
  /** The result of `useMutation` for a mutation without variables. */
  mutation: { mutate: () => void; isPending: boolean; error: Error | null; reset: () => void }
}

/** Asks before an action, shows that it runs, and says why it failed. */
export const ConfirmMutation = ({ mutation, onClose, ...dialog }: ConfirmMutationProps) => (
  <ConfirmDialog
    {...dialog}
    pending={mutation.isPending}
    error={mutation.error}
    onConfirm={() => mutation.mutate()}
    onClose={() => {
      mutation.reset()
      onClose()
    }}
  />
)
