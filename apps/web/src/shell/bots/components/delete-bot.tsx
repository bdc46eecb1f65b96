import { Button } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { forgetBot, refreshBotLists } from '../queries.ts'
import { botsTexts } from '../texts.ts'
import classes from './bot-form.module.css'

/** Only a bot without a configuration can be deleted, so that the secret is removed deliberately. */
export function DeleteBot({ bot, onDeleted }: { bot: Bot; onDeleted: () => void }) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const mutation = useMutation({
    mutationFn: () => call(botEndpoints.deleteBot, { params: { botId: bot.id } }),
    onSuccess: () => {
      onDeleted()
      forgetBot(queryClient, bot.id)
      return refreshBotLists(queryClient)
    },
  })
  const configured = bot.office365.state !== 'unconfigured'
  return (
    <Section title={botsTexts.danger}>
      <div className={classes['inline']}>
        <p>{configured ? botsTexts.dangerFirst : botsTexts.dangerHelp}</p>
        {!configured && (
          <Button variant="outline" color="danger" className={classes['danger'] ?? ''} onClick={() => setAsking(true)}>
            {botsTexts.delete}
          </Button>
        )}
      </div>
      {asking && (
        <ConfirmMutation
          title={botsTexts.deleteTitle(bot.name)}
          action={botsTexts.delete}
          keep={botsTexts.keep}
          danger
          mutation={mutation}
          onClose={() => setAsking(false)}
        >
          <p>{botsTexts.dangerHelp}</p>
        </ConfirmMutation>
      )}
    </Section>
  )
}
