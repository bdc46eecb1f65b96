import type { MessageState } from '@office365-email/shared/message'
import type { MessageCounts } from '@office365-email/shared/message-search'
import { Icon } from '../../../ground/components/icon.tsx'
import { formatDate } from '../../../ground/format-time.ts'
import { lineTexts } from '../line-texts.ts'
import type { MessageSearch } from '../search-address.ts'
import { messagesTexts } from '../texts.ts'
import type { ChangeSearch } from '../use-message-search.ts'
import classes from './search-filters.module.css'

const texts = messagesTexts.search
const states = Object.keys(lineTexts.states) as MessageState[]

interface FiltersProps {
  search: MessageSearch
  onChange: ChangeSearch
}

/** The states as switches, with how many messages are in each. */
export const StateFilter = ({ search, onChange, counts }: FiltersProps & { counts: MessageCounts | undefined }) => (
  <fieldset className={classes['states']}>
    <legend>{messagesTexts.filter}</legend>
    {states.map((state) => {
      const isChosen = search.states.includes(state)
      return (
        <button
          key={state}
          type="button"
          aria-pressed={isChosen}
          className={classes['state']}
          onClick={() =>
            onChange(({ states: chosen, ...others }) => ({
              ...others,
              states: isChosen ? chosen.filter((one) => one !== state) : [...chosen, state],
            }))
          }
        >
          {lineTexts.states[state]}{' '}
          <span className={classes['count']}>
            {counts ? texts.counted(counts.byState[state], counts.isByStateMore) : ' '}
          </span>
        </button>
      )
    })}
  </fieldset>
)

interface Filter {
  label: string
  without: Partial<Record<Exclude<keyof MessageSearch, 'states'>, undefined>>
}

const describeSource = (source: string): string => {
  const [kind = '', name] = source.split(/:(.*)/s)
  const word = Object.entries(texts.sources).find(([one]) => one === kind)?.[1] ?? kind
  return name ? `${word} “${name}”` : word
}

function listFilters({ q, recipient, from, to, source, bot }: MessageSearch, botName: string): Filter[] {
  const filters: (Filter | false)[] = [
    recipient !== undefined && { label: texts.filters.recipient(recipient), without: { recipient: undefined } },
    q !== undefined && { label: texts.filters.words(q), without: { q: undefined } },
    from !== undefined && { label: texts.filters.from(formatDate(from)), without: { from: undefined } },
    to !== undefined && { label: texts.filters.to(formatDate(to)), without: { to: undefined } },
    source !== undefined && { label: texts.filters.source(describeSource(source)), without: { source: undefined } },
    bot !== undefined && { label: texts.filters.bot(botName), without: { bot: undefined } },
  ]
  return filters.filter((filter) => filter !== false)
}

/** What the search is limited to, besides the state. Each filter can be removed. */
export function ChosenFilters({ search, onChange, botName = '' }: FiltersProps & { botName?: string | undefined }) {
  const filters = listFilters(search, botName)
  if (filters.length === 0) return null
  return (
    <ul className={classes['chosen']} aria-label={texts.chosen}>
      {filters.map(({ label, without }) => (
        <li key={label}>
          <span>{label}</span>
          <button
            type="button"
            aria-label={texts.remove(label)}
            onClick={() => onChange((chosen) => ({ ...chosen, ...without }))}
          >
            <Icon name="cross" size={12} />
          </button>
        </li>
      ))}
      <li className={classes['all']}>
        <button type="button" onClick={() => onChange(() => ({ states: [] }))}>
          {texts.removeAll}
        </button>
      </li>
    </ul>
  )
}
