import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { configurationQuery } from '../api/configuration-query.ts'
import { resetConfiguration } from '../api/reset-configuration.ts'
import { office365Texts } from '../texts.ts'

const texts = office365Texts.configuration

export function ResetConfiguration({ botId, primary }: { botId: string; primary: boolean }) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const mutation = useMutation({
    mutationFn: () => resetConfiguration(botId),
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
