import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { cancelReset } from '../api/cancel-reset.ts'
import { configurationQuery } from '../api/configuration-query.ts'
import { office365Texts } from '../texts.ts'

export function CancelReset({ botId, onCancelled }: { botId: string; onCancelled: () => void }) {
  const queryClient = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => cancelReset(botId),
    onSuccess: (view) => {
      onCancelled()
      queryClient.setQueryData(configurationQuery(botId).queryKey, view)
    },
  })
  return (
    <>
      <Button variant="default" loading={isPending} onClick={() => mutate()}>
        {office365Texts.configuration.cancelReset}
      </Button>
      {error && <ProblemNotice error={error} />}
    </>
  )
}
