import { serviceKeyEndpoints } from '@office365-email/shared/endpoints/service-keys'
import type { ServiceKey } from '@office365-email/shared/service-key'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { serviceKeysQuery } from '../service-keys-query.ts'
import { serviceKeysTexts } from '../texts.ts'

const texts = serviceKeysTexts.revoke

export function RevokeKey({ serviceKey, onClose }: { serviceKey: ServiceKey; onClose: () => void }) {
  const queryClient = useQueryClient()
  const mutation = useMutation({
    mutationFn: () => call(serviceKeyEndpoints.revokeServiceKey, { params: { serviceKeyId: serviceKey.id } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: serviceKeysQuery.queryKey })
      onClose()
    },
  })
  return (
    <ConfirmMutation
      title={texts.title(serviceKey.name)}
      action={texts.button}
      keep={texts.keep}
      danger
      mutation={mutation}
      onClose={onClose}
    >
      <p>{texts.help}</p>
    </ConfirmMutation>
  )
}
