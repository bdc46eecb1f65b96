import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type AlertChannelKind, type AlertChannelView, alertChannelKinds } from '@office365-email/shared/alert-channel'
import { alertChannelEndpoints } from '@office365-email/shared/endpoints/alert-channels'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { isProblem } from '../../../ground/api-problem.ts'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { focusFirstFault } from '../../../ground/focus-first-fault.ts'
import { noUserName } from '../../../ground/not-a-sign-in.ts'
import { readFaults } from '../../../ground/read-faults.ts'
import {
  additionOf,
  type ChannelFaults,
  type ChannelForm,
  changeOf,
  findChannelFaults,
  findTargetFaults,
  formOf,
  isTargetKept,
  targetOf,
} from '../channel-form.ts'
import { alertChannelsQuery } from '../queries.ts'
import { alertsTexts } from '../texts.ts'
import { ChoiceFields } from './choice-fields.tsx'
import { DeliveryResult } from './delivery-result.tsx'
import { TargetFields } from './target-fields.tsx'

const texts = alertsTexts.form
/** Chats first: most people want one. */
const kindsInOrder: readonly AlertChannelKind[] = ['slack', 'teams', 'discord', 'ntfy', 'email', 'webhook']

interface ChannelDialogProps {
  /** Null for a new channel. */
  channel: AlertChannelView | null
  /** A new webhook has a signing secret, which is shown once. */
  onSaved: (signingSecret: string | null) => void
  onClose: () => void
}

async function save(form: ChannelForm, channel: AlertChannelView | null): Promise<string | null> {
  if (!channel) return (await call(alertChannelEndpoints.createAlertChannel, { body: additionOf(form) })).signingSecret
  const params = { alertChannelId: channel.id }
  await call(alertChannelEndpoints.updateAlertChannel, { params, ifMatch: channel.version, body: changeOf(form) })
  return null
}

const sendTest = (form: ChannelForm, channel: AlertChannelView | null) =>
  channel && isTargetKept(form)
    ? call(alertChannelEndpoints.testAlertChannel, { params: { alertChannelId: channel.id } })
    : call(alertChannelEndpoints.testAlertTarget, { body: targetOf(form) })

/** Beside the button that the person pressed, and scrolled to, because the dialog is higher than most windows. */
function Failure({ error }: { error: Error | null }) {
  const element = useRef<HTMLDivElement>(null)
  const isShown = error !== null && !isProblem(error, 'fresh-sign-in-required')
  useEffect(() => {
    if (isShown) element.current?.scrollIntoView({ block: 'center' })
  }, [isShown])
  if (!isShown) return null
  return (
    <div ref={element}>
      {isProblem(error, 'alert-channel-changed') ? (
        <Notice tone="caution" role="alert" title={texts.changedTitle}>
          <p>{texts.changedHelp}</p>
        </Notice>
      ) : (
        <ProblemNotice error={error} />
      )}
    </div>
  )
}

const readKind = (value: string): AlertChannelKind => alertChannelKinds.find((kind) => kind === value) ?? 'slack'

export function ChannelDialog({ channel: opened, onSaved, onClose }: ChannelDialogProps) {
  const queryClient = useQueryClient()
  /** What the next save replaces. */
  const [channel, setChannel] = useState(opened)
  const element = useRef<HTMLFormElement>(null)
  const [form, setForm] = useState(() => formOf(channel))
  const [faults, setFaults] = useState<ChannelFaults>({})
  const show = (found: ChannelFaults) => {
    setFaults(found)
    focusFirstFault(element.current, found)
  }
  const saving = useMutation({
    mutationFn: () => save(form, channel),
    // The response can contain a secret, so it is kept only while it is shown.
    gcTime: 0,
    onSuccess: async (signingSecret) => {
      await queryClient.invalidateQueries({ queryKey: alertChannelsQuery.queryKey })
      onSaved(signingSecret)
    },
    onError: async (failure) => {
      show(readFaults(failure))
      if (!isProblem(failure, 'alert-channel-changed')) return
      const { alertChannels } = await queryClient.fetchQuery({ ...alertChannelsQuery, staleTime: 0 })
      setChannel((before) => alertChannels.find(({ id }) => id === before?.id) ?? before)
    },
  })
  const testing = useMutation({
    mutationFn: () => sendTest(form, channel),
    onError: (failure) => show(readFaults(failure)),
  })
  const change = (part: Partial<ChannelForm>) => {
    setForm((before) => ({ ...before, ...part }))
    testing.reset()
  }
  const test = () => {
    const found = findTargetFaults(form, channel !== null)
    show(found)
    if (Object.keys(found).length === 0 && !testing.isPending) testing.mutate()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (saving.isPending) return
    const found = findChannelFaults(form, channel !== null)
    show(found)
    if (Object.keys(found).length === 0) saving.mutate()
  }
  const hasFaults = Object.keys(faults).length > 0
  return (
    <Dialog title={channel ? texts.changeTitle(channel.name) : texts.addTitle} onClose={onClose}>
      <form ref={element} className="stack" onSubmit={submit} noValidate>
        {!channel && (
          <NativeSelect
            label={texts.kind}
            value={form.kind}
            data={kindsInOrder.map((kind) => ({ value: kind, label: alertsTexts.kinds[kind].name }))}
            onChange={(event) => change({ kind: readKind(event.currentTarget.value) })}
          />
        )}
        <div data-field="name">
          <TextInput
            label={texts.name}
            description={texts.nameHelp}
            {...noUserName}
            maxLength={100}
            value={form.name}
            error={faults.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </div>
        <TargetFields form={form} faults={faults} saved={channel} onChange={change} />
        <div>
          <Button variant="default" size="xs" loading={testing.isPending} onClick={test}>
            {texts.test}
          </Button>
        </div>
        {testing.data && <DeliveryResult delivery={testing.data} />}
        {!hasFaults && <Failure error={testing.error} />}
        <ChoiceFields form={form} faults={faults} onChange={change} />
        {!hasFaults && <Failure error={saving.error} />}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {channel ? texts.save : alertsTexts.add}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
