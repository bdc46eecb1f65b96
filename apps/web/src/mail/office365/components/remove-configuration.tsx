import { Button } from '@mantine/core'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { configuredTexts } from '../configured-texts.ts'
import { draftQuery } from '../queries.ts'
import classes from './remove-configuration.module.css'

const texts = configuredTexts.remove

interface RemoveConfigurationProps {
  view: ConfigurationView
  botName: string
  onRemoved: () => void
}

export const RemovedNotice = () => <Notice tone="good" role="status" title={texts.done} />

export function RemoveConfiguration({ view, botName, onRemoved }: RemoveConfigurationProps) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const mutation = useMutation({
    mutationFn: () => call(configurationEndpoints.removeConfiguration, { params: { botId: view.botId } }),
    onSuccess: async () => {
      setAsking(false)
      queryClient.setQueryData(draftQuery(view.botId).queryKey, { values: {}, doneSteps: [] })
      await queryClient.invalidateQueries({ queryKey: ['bots'] })
      onRemoved()
    },
  })
  return (
    <>
      <div className={classes['danger']}>
        <p>{texts.help}</p>
        <Button variant="outline" color="danger" className={classes['button'] ?? ''} onClick={() => setAsking(true)}>
          {texts.button}
        </Button>
      </div>
      {asking && (
        <ConfirmMutation
          title={texts.confirm(botName)}
          action={texts.button}
          keep={texts.keep}
          danger
          mutation={mutation}
          onClose={() => setAsking(false)}
        >
          <ul className="bullets">
            {texts.lost(view.userEmail ?? '', view.credential.kind).map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
        </ConfirmMutation>
      )}
    </>
  )
}
