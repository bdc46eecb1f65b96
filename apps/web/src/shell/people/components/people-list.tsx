import { Button } from '@mantine/core'
import type { PersonView } from '@office365-email/shared/person'
import { Badge } from '../../../ground/components/badge.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { listNames } from '../../../ground/list-names.ts'
import { peopleTexts as texts } from '../texts.ts'
import classes from './people-list.module.css'

interface PeopleListProps {
  people: readonly PersonView[]
  /** The signed-in person. */
  ownId: string
  botName: (botId: string) => string
  onChange: (person: PersonView) => void
  onRemove: (person: PersonView) => void
}

function describeReach({ botIds }: PersonView, botName: (botId: string) => string): string {
  if (botIds === 'all') return texts.allBots
  return botIds.length === 0 ? texts.noBots : listNames(botIds.map(botName))
}

export const PeopleList = ({ people, ownId, botName, onChange, onRemove }: PeopleListProps) => (
  <ul className={classes['list']}>
    {people.map((person) => (
      <li key={person.id} className={classes['row']}>
        <div className={classes['who']}>
          <div className={classes['head']}>
            <h2 className={classes['name']}>{person.name}</h2>
            <Badge tone="calm" icon="person">
              {texts.roles[person.role]}
            </Badge>
            {person.id === ownId && <span className="small quiet">{texts.you}</span>}
          </div>
          <p className="small">{person.email}</p>
          <p className="small quiet">
            {describeReach(person, botName)} · {texts.since} <Time iso={person.createdAt} />
          </p>
        </div>
        <div className={classes['actions']}>
          <Button variant="default" size="xs" aria-label={texts.changeOf(person.name)} onClick={() => onChange(person)}>
            {texts.change}
          </Button>
          <Button variant="default" size="xs" aria-label={texts.removeOf(person.name)} onClick={() => onRemove(person)}>
            {texts.remove}
          </Button>
        </div>
      </li>
    ))}
  </ul>
)
