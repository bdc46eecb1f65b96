import { NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import type { AlertChannelView } from '@office365-email/shared/alert-channel'
import { useState } from 'react'
import { newSecret, noUserName } from '../../../ground/not-a-sign-in.ts'
import type { ChannelFaults, ChannelForm } from '../channel-form.ts'
import { useAlertBotName, useAlertBots } from '../queries.ts'
import { alertsTexts } from '../texts.ts'

const texts = alertsTexts.form
const shownBots = 50

export interface FieldsProps {
  form: ChannelForm
  faults: ChannelFaults
  onChange: (part: Partial<ChannelForm>) => void
}

interface TargetFieldsProps extends FieldsProps {
  /** Null for a new channel. */
  saved: AlertChannelView | null
}

/** Where the alerts go, and how a person gets the address. */
export function TargetFields(props: TargetFieldsProps) {
  const { help, source } = alertsTexts.kinds[props.form.kind]
  return (
    <>
      <p className="small quiet">
        {help}{' '}
        {source && (
          <a href={source.href} target="_blank" rel="noreferrer">
            {source.label}
          </a>
        )}
      </p>
      {props.form.kind === 'email' ? <EmailFields {...props} /> : <AddressFields {...props} />}
    </>
  )
}

function AddressFields({ form, faults, saved, onChange }: TargetFieldsProps) {
  const address = saved?.address
  return (
    <>
      <div data-field="url">
        <TextInput
          label={texts.url}
          description={address ? texts.urlKept(alertsTexts.address(address.host, address.ending)) : undefined}
          {...noUserName}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={2_000}
          value={form.url}
          error={faults.url}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
      </div>
      {form.kind === 'ntfy' && (
        <div data-field="token">
          <PasswordInput
            label={texts.token}
            description={address?.hasToken ? texts.tokenKept : texts.tokenHelp}
            {...newSecret}
            aria-invalid={Boolean(faults.token)}
            value={form.token}
            error={faults.token}
            visibilityToggleButtonProps={{ 'aria-label': texts.reveal, tabIndex: 0 }}
            onChange={(event) => onChange({ token: event.currentTarget.value })}
          />
        </div>
      )}
    </>
  )
}

function EmailFields({ form, faults, onChange }: TargetFieldsProps) {
  const [search, setSearch] = useState('')
  const { options, all } = useAlertBots(search)
  const chosenName = useAlertBotName(form.senderBotId || null)
  const others = options.filter(({ id }) => id !== form.senderBotId)
  const choices = [
    { value: '', label: texts.senderNone },
    ...(form.senderBotId ? [{ value: form.senderBotId, label: chosenName }] : []),
    ...others.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <>
      {all > shownBots && (
        <TextInput
          type="search"
          label={texts.senderSearch}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <div data-field="senderBotId">
        <NativeSelect
          label={texts.sender}
          data={choices}
          value={form.senderBotId}
          error={faults.senderBotId}
          onChange={(event) => onChange({ senderBotId: event.currentTarget.value })}
        />
      </div>
      <div data-field="to">
        <TextInput
          label={texts.to}
          description={texts.toHelp}
          {...noUserName}
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          value={form.to}
          error={faults.to}
          onChange={(event) => onChange({ to: event.currentTarget.value })}
        />
      </div>
    </>
  )
}
