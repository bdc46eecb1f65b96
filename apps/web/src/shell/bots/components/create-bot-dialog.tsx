import { Button, TextInput } from '@mantine/core'
import { type Bot, botIdSchema } from '@office365-email/shared/bot'
import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { nameSchema } from '@office365-email/shared/text-schemas'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { faultOf } from '../../../ground/read-faults.ts'
import { botIdOfName } from '../bot-id-of-name.ts'
import { botsByIdQuery, forgetBot, refreshBotLists } from '../queries.ts'
import { botsTexts } from '../texts.ts'
import classes from './bot-form.module.css'

interface CreateBotDialogProps {
  onCreated: (bot: Bot) => void
  onClose: () => void
}

export function CreateBotDialog({ onCreated, onClose }: CreateBotDialogProps) {
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [typedId, setTypedId] = useState<string | null>(null)
  const [faults, setFaults] = useState<{ name?: string | undefined; id?: string | undefined }>({})
  const id = typedId ?? botIdOfName(name)
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      // Saving with an existing ID would rename that bot.
      const { bots } = await queryClient.fetchQuery({ ...botsByIdQuery([id]), staleTime: 0 })
      if (bots.length > 0) return null
      return await call(botEndpoints.saveBot, { params: { botId: id }, body: { name: name.trim() } })
    },
    onSuccess: async (bot) => {
      if (!bot) return setFaults({ id: botsTexts.idTaken })
      forgetBot(queryClient, bot.id)
      await refreshBotLists(queryClient)
      onCreated(bot)
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { name: faultOf(nameSchema, name), id: faultOf(botIdSchema, id) }
    setFaults(found)
    if (!found.name && !found.id && !isPending) mutate()
  }
  return (
    <Dialog title={botsTexts.createTitle} onClose={onClose}>
      <form className={classes['form']} onSubmit={submit} noValidate>
        {error && <ProblemNotice error={error} />}
        <TextInput
          label={botsTexts.name}
          description={botsTexts.nameHelp}
          value={name}
          maxLength={100}
          error={faults.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={botsTexts.id}
          description={botsTexts.idHelp}
          value={id}
          maxLength={63}
          spellCheck={false}
          autoCapitalize="none"
          error={faults.id}
          onChange={(event) => setTypedId(event.currentTarget.value)}
        />
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {botsTexts.createCancel}
          </Button>
          <Button type="submit" loading={isPending}>
            {botsTexts.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
