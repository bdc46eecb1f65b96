import { Button } from '@mantine/core'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { draftQuery } from '../api/draft-query.ts'
import { removeConfiguration as remove } from '../api/remove-configuration.ts'
import { office365Texts } from '../texts.ts'
import classes from './remove-configuration.module.css'

const texts = office365Texts.remove

interface RemoveConfigurationProps {
  view: ConfigurationView
  botName: string
  onRemoved: () => void
}

export function RemoveConfiguration({ view, botName, onRemoved }: RemoveConfigurationProps) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const mutation = useMutation({
    mutationFn: () => remove(view.botId),
    onSuccess: async () => {
      setAsking(false)
      queryClient.setQueryData(draftQuery(view.botId).queryKey, { values: {}, doneSteps: [] })
      await queryClient.invalidateQueries({ queryKey: ['bots'] })
      onRemoved()
    },
  })
  return (
    <Section title={texts.title}>
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
            {texts.lost(view.userEmail ?? '').map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
        </ConfirmMutation>
      )}
    </Section>
  )
}
