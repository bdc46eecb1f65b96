import { Checkbox, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import classes from './all-or-some.module.css'

export type Selection = 'all' | readonly string[]

interface AllOrSomeProps {
  legend: string
  /** The label for all items; null if the person may not choose all. */
  all: string | null
  some: string
  options: ReadonlyArray<{ id: string; name: string }>
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

const maxShown = 50
const searchFrom = 8

/** A choice between all items, including future ones, and a selection from a list. */
export function AllOrSome({ legend, all, some, options, value, onChange, error }: AllOrSomeProps) {
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
      {value !== 'all' && <Options label={some} options={options} chosen={value} onChange={choose} />}
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
  options: AllOrSomeProps['options']
  chosen: readonly string[]
  onChange: (ids: readonly string[]) => void
}

function Options({ label, options, chosen, onChange }: OptionsProps) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = options.filter(({ id, name }) => `${name}\n${id}`.toLowerCase().includes(wanted))
  const hidden = found.length - maxShown
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <div className={classes['options']}>
      {options.length > searchFrom && (
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
        {found.length === 0 ? texts.none : texts.chosen(chosen.length)}
      </p>
      {found.length > 0 && (
        <ul aria-label={label} className={classes['list']}>
          {found.slice(0, maxShown).map(({ id, name }) => (
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
