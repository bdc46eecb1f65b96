import { Button } from '@mantine/core'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { configuredTexts } from '../configured-texts.ts'
import { configurationQuery } from '../queries.ts'

const texts = configuredTexts.configuration

export function ResetConfiguration({ botId, primary }: { botId: string; primary: boolean }) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const mutation = useMutation({
    mutationFn: () => call(configurationEndpoints.resetConfiguration, { params: { botId } }),
    onSuccess: (view) => {
      setAsking(false)
      queryClient.setQueryData(configurationQuery(botId).queryKey, view)
    },
  })
  return (
    <>
      <Button variant={primary ? 'filled' : 'default'} onClick={() => setAsking(true)}>
        {texts.reset}
      </Button>
      {asking && (
        <ConfirmMutation
          title={texts.resetTitle}
          action={texts.reset}
          keep={texts.resetKeep}
          mutation={mutation}
          onClose={() => setAsking(false)}
        >
          {texts.resetHelp.map((help) => (
            <p key={help}>{help}</p>
          ))}
        </ConfirmMutation>
      )}
    </>
  )
}
