import { Checkbox, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import classes from './all-or-some.module.css'

export type Selection = 'all' | readonly string[]

/** A hook that returns the options for a search. */
export type UseOptions = (search: string) => {
  options: ReadonlyArray<{ id: string; name: string }>
  /** How many match the search; `options` may have fewer. */
  found: number
  /** How many there are in all. */
  all: number
}

interface AllOrSomeProps {
  legend: string
  /** The label for all items; null if the person may not choose all. */
  all: string | null
  some: string
  useOptions: UseOptions
  value: Selection
  onChange: (value: Selection) => void
  error?: string | undefined
}

const texts = {
  search: 'Search',
  chosen: (count: number) => `${count} chosen`,
  more: (count: number) => `${count} more: search to see them.`,
  none: 'Nothing matches.',
}

const searchFrom = 8

/** A choice between all items, including future ones, and a selection from a list. */
export function AllOrSome({ legend, all, some, useOptions, value, onChange, error }: AllOrSomeProps) {
  const name = useId()
  const errorId = useId()
  const [kept, setKept] = useState<readonly string[]>(value === 'all' ? [] : value)
  const choose = (ids: readonly string[]) => {
    setKept(ids)
    onChange(ids)
  }
  return (
    <fieldset className={classes['set']} aria-describedby={error ? errorId : undefined}>
      <legend>{legend}</legend>
      {all !== null && (
        <>
          <label className={classes['choice']}>
            <input type="radio" name={name} checked={value === 'all'} onChange={() => onChange('all')} />
            {all}
          </label>
          <label className={classes['choice']}>
            <input type="radio" name={name} checked={value !== 'all'} onChange={() => onChange(kept)} />
            {some}
          </label>
        </>
      )}
      {value !== 'all' && <Options label={some} useOptions={useOptions} chosen={value} onChange={choose} />}
      {error && (
        <p id={errorId} className={classes['error']}>
          {error}
        </p>
      )}
    </fieldset>
  )
}

interface OptionsProps {
  label: string
  useOptions: UseOptions
  chosen: readonly string[]
  onChange: (ids: readonly string[]) => void
}

function Options({ label, useOptions, chosen, onChange }: OptionsProps) {
  const [search, setSearch] = useState('')
  const { options, found, all } = useOptions(search)
  const hidden = found - options.length
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <div className={classes['options']}>
      {all > searchFrom && (
        <TextInput
          type="search"
          label={texts.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          // Enter in the search must not submit the form around it.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <p role="status" className="small quiet">
        {found === 0 ? texts.none : texts.chosen(chosen.length)}
      </p>
      {found > 0 && (
        <ul aria-label={label} className={classes['list']}>
          {options.map(({ id, name }) => (
            <li key={id}>
              <Checkbox label={name} checked={chosen.includes(id)} onChange={() => toggle(id)} />
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && <p className="small quiet">{texts.more(hidden)}</p>}
    </div>
  )
}
