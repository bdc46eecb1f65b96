import type { ComponentProps } from 'react'
import { ConfirmDialog } from './confirm-dialog.tsx'

interface ConfirmMutationProps
  extends Pick<ComponentProps<typeof ConfirmDialog>, 'title' | 'children' | 'action' | 'keep' | 'danger' | 'onClose'> {
  /** What `useMutation` answers for a mutation without variables. */
  mutation: { mutate: () => void; isPending: boolean; error: Error | null; reset: () => void }
}

/** Asks before something is done for good, shows that it is being done, and says why it could not be. */
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
