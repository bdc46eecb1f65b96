import { Button, TextInput } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { nameSchema } from '@office365-email/shared/text-schemas'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { faultOf } from '../../../ground/read-faults.ts'
import { botsTexts } from '../texts.ts'
import classes from './bot-form.module.css'

export function RenameBotForm({ bot }: { bot: Bot }) {
  const queryClient = useQueryClient()
  const [name, setName] = useState(bot.name)
  const [fault, setFault] = useState<string>()
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => call(botEndpoints.saveBot, { params: { botId: bot.id }, body: { name: name.trim() } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['bots'] }),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = faultOf(nameSchema, name)
    setFault(found)
    if (!found && !isPending) mutate()
  }
  return (
    <form className={classes['inline']} onSubmit={submit} noValidate>
      <TextInput
        label={botsTexts.name}
        description={botsTexts.nameHelp}
        value={name}
        maxLength={100}
        error={fault}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {error && <ProblemNotice error={error} />}
      <Button type="submit" variant="default" loading={isPending}>
        {botsTexts.rename}
      </Button>
      <p role="status" className="small quiet">
        {isSuccess && name.trim() === bot.name && botsTexts.renamed}
      </p>
    </form>
  )
}
