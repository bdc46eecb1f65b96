import type { AlertChannelView } from '@office365-email/shared/alert-channel'
import { alertChannelEndpoints } from '@office365-email/shared/endpoints/alert-channels'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { alertChannelsQuery } from '../queries.ts'
import { alertsTexts } from '../texts.ts'

const texts = alertsTexts.removal

export function RemoveChannel({ channel: { id, name }, onClose }: { channel: AlertChannelView; onClose: () => void }) {
  const queryClient = useQueryClient()
  const mutation = useMutation({
    mutationFn: () => call(alertChannelEndpoints.deleteAlertChannel, { params: { alertChannelId: id } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: alertChannelsQuery.queryKey })
      onClose()
    },
  })
  return (
    <ConfirmMutation
      title={texts.title(name)}
      action={alertsTexts.remove}
      keep={texts.keep}
      danger
      mutation={mutation}
      onClose={onClose}
    >
      <p>{texts.help}</p>
    </ConfirmMutation>
  )
}
