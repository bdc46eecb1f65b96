import { Button, TextInput } from '@mantine/core'
import type { CatalogEntry } from '@office365-email/shared/diagnosis/catalog'
import { useDeferredValue, useMemo, useState } from 'react'
import { useLocation } from 'react-router'
import { EmptyState } from '../../../ground/components/empty-state.tsx'
import { Icon } from '../../../ground/components/icon.tsx'
import { searchCatalog } from '../search-catalog.ts'
import { diagnosesTexts } from '../texts.ts'
import classes from './cause-catalog.module.css'
import { CauseEntry } from './cause-entry.tsx'

const texts = diagnosesTexts.catalog
const stages = ['token', 'graph', 'network', 'server'] as const

/** Every cause, grouped by stage. The cause in the address is open and has the focus. */
export function CauseCatalog({ entries }: { entries: readonly CatalogEntry[] }) {
  const { hash, key } = useLocation()
  const [search, setSearch] = useState('')
  const [visit, setVisit] = useState(key)
  // A link to a cause clears the search, which may hide that cause.
  if (visit !== key) {
    setVisit(key)
    setSearch('')
  }
  const wanted = useDeferredValue(search)
  const found = useMemo(() => searchCatalog(entries, wanted), [entries, wanted])
  return (
    <div className={classes['catalog']}>
      <search>
        <TextInput
          type="search"
          label={texts.search}
          placeholder={texts.searchHint}
          leftSection={<Icon name="search" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </search>
      <p role="status" className="small quiet">
        {texts.shown(found.length, entries.length)}
      </p>
      {found.length === 0 && (
        <EmptyState
          title={texts.none}
          help={texts.noneHelp}
          action={
            <Button variant="default" onClick={() => setSearch('')}>
              {texts.clear}
            </Button>
          }
        />
      )}
      {stages.map((stage) => {
        const ofStage = found.filter((entry) => entry.stage === stage)
        return (
          ofStage.length > 0 && (
            <section key={stage} aria-label={texts.stages[stage]}>
              <h3>{texts.stages[stage]}</h3>
              <ul className={classes['list']}>
                {ofStage.map((entry) => (
                  <li key={entry.cause}>
                    <CauseEntry entry={entry} visit={hash === `#${entry.cause}` ? key : null} />
                  </li>
                ))}
              </ul>
            </section>
          )
        )
      })}
    </div>
  )
}
