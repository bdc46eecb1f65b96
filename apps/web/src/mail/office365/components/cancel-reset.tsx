import { Button } from '@mantine/core'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../ground/api-client.ts'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { formTexts } from '../form-texts.ts'
import { configurationQuery } from '../queries.ts'

export function CancelReset({ botId, onCancelled }: { botId: string; onCancelled: () => void }) {
  const queryClient = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call(configurationEndpoints.cancelReset, { params: { botId } }),
    onSuccess: (view) => {
      onCancelled()
      queryClient.setQueryData(configurationQuery(botId).queryKey, view)
    },
  })
  return (
    <>
      <Button variant="default" loading={isPending} onClick={() => mutate()}>
        {formTexts.configuration.cancelReset}
      </Button>
      {error && <ProblemNotice error={error} />}
    </>
  )
}
