import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { Icon } from '../../../ground/components/icon.tsx'
import { type MessageSearch, readSearchText, writeSearch, writeSearchText } from '../search-address.ts'
import { messagesTexts } from '../texts.ts'
import type { ChangeSearch } from '../use-message-search.ts'
import classes from './search-form.module.css'

const texts = messagesTexts.search
const kinds = Object.entries(texts.sources).map(([value, label]) => ({ value, label }))

interface Fields {
  text: string
  from: string
  to: string
  kind: string
  sender: string
}

function toFields(search: MessageSearch): Fields {
  const [kind = '', sender = ''] = search.source?.split(/:(.*)/s) ?? []
  return { text: writeSearchText(search), from: search.from ?? '', to: search.to ?? '', kind, sender }
}

const readFields = ({ text, from, to, kind, sender }: Fields): Partial<MessageSearch> => ({
  ...readSearchText(text),
  from: from || undefined,
  to: to || undefined,
  source: (kind && sender.trim() ? `${kind}:${sender.trim()}` : kind) || undefined,
})

interface SearchFormProps {
  search: MessageSearch
  onChange: ChangeSearch
  /** Chooses a bot, on the page of all bots. */
  botChoice?: ReactNode
}

/** One field that understands an address, a domain or words, and more fields below. */
export function SearchForm({ search, onChange, botChoice }: SearchFormProps) {
  const address = writeSearch(search).toString()
  const [seen, setSeen] = useState(address)
  const [fields, setFields] = useState(() => toFields(search))
  // The fields follow the address, such as after a filter was removed.
  if (address !== seen) {
    setSeen(address)
    setFields(toFields(search))
  }
  const set = (name: keyof Fields) => ({
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    onChange((chosen) => ({ ...chosen, ...readFields(fields) }))
  }
  return (
    <search>
      <form className={classes['form']} onSubmit={submit}>
        <div className={classes['first']}>
          <TextInput
            type="search"
            label={texts.label}
            placeholder={texts.hint}
            maxLength={354}
            leftSection={<Icon name="search" />}
            autoComplete="off"
            spellCheck={false}
            {...set('text')}
          />
          <Button type="submit">{texts.submit}</Button>
        </div>
        <Disclosure summary={texts.more} open={Boolean(search.from ?? search.to ?? search.source ?? search.bot)}>
          <div className={classes['more']}>
            <TextInput type="date" label={texts.from} {...set('from')} />
            <TextInput type="date" label={texts.to} {...set('to')} />
            <NativeSelect label={texts.kind} data={[{ value: '', label: texts.anything }, ...kinds]} {...set('kind')} />
            <TextInput
              label={texts.sender}
              autoComplete="off"
              maxLength={200}
              disabled={fields.kind === ''}
              {...set('sender')}
            />
            {botChoice}
          </div>
          <p className="small quiet">{texts.moreHelp}</p>
        </Disclosure>
      </form>
    </search>
  )
}
