import { sendingEndpoints } from '@office365-email/shared/endpoints/sending'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { sendingQuery } from '../sending-query.ts'
import { sendingTexts } from '../texts.ts'

const texts = sendingTexts.release

/** Says what will be sent before an owner releases sending. */
export function ReleaseSending({ queuedMessages, onClose }: { queuedMessages: number; onClose: () => void }) {
  const queryClient = useQueryClient()
  const mutation = useMutation({
    mutationFn: () => call(sendingEndpoints.releaseSending, {}),
    onSuccess: (released) => {
      queryClient.setQueryData(sendingQuery.queryKey, released)
      onClose()
    },
  })
  return (
    <ConfirmMutation title={texts.title} action={texts.action} keep={texts.keep} mutation={mutation} onClose={onClose}>
      <p>{texts.help}</p>
      <p>
        <strong>{texts.queued(queuedMessages)}</strong> {texts.restored}
      </p>
    </ConfirmMutation>
  )
}
