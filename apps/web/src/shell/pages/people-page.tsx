import { Button } from '@mantine/core'
import type { PersonView } from '@office365-email/shared/person'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Icon } from '../../ground/components/icon.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { listNamedBots } from '../bots/list-named-bots.ts'
import { useBotNames } from '../bots/use-bot-names.ts'
import { useBotOptions } from '../bots/use-bot-search.ts'
import { PeopleList } from '../people/components/people-list.tsx'
import { PersonDialog } from '../people/components/person-dialog.tsx'
import { RemovePerson } from '../people/components/remove-person.tsx'
import { peopleQuery } from '../people/people-query.ts'
import { peopleTexts as texts } from '../people/texts.ts'
import { sessionQuery } from '../session/queries.ts'
import { useSignedInUser } from '../use-signed-in-user.ts'

export function PeoplePage() {
  const user = useSignedInUser()
  if (user.role === 'owner') return <PeopleOfOwner ownId={user.id} />
  return (
    <Page title={texts.title}>
      <Notice tone="info" title={texts.ownersOnly}>
        <p>{texts.ownersOnlyHelp}</p>
      </Notice>
    </Page>
  )
}

type Task = { kind: 'add' } | { kind: 'change' | 'remove'; person: PersonView }

function PeopleOfOwner({ ownId }: { ownId: string }) {
  const queryClient = useQueryClient()
  const query = useQuery(peopleQuery)
  const [task, setTask] = useState<Task | null>(null)
  const names = useBotNames(listNamedBots(query.data))
  const close = () => setTask(null)
  /** A change to their own entry may sign the owner out or change their name. */
  const finish = (personId: string) => {
    close()
    if (personId === ownId) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }
  return (
    <Page
      title={texts.title}
      intro={<p className="quiet">{texts.intro}</p>}
      action={
        query.data && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setTask({ kind: 'add' })}>
            {texts.add}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(people) => (
          <PeopleList
            people={people}
            ownId={ownId}
            botName={(botId) => names.get(botId) ?? botId}
            onChange={(person) => setTask({ kind: 'change', person })}
            onRemove={(person) => setTask({ kind: 'remove', person })}
          />
        )}
      </Loaded>
      {task?.kind === 'remove' && (
        <RemovePerson
          person={task.person}
          isYourself={task.person.id === ownId}
          onRemoved={() => finish(task.person.id)}
          onClose={close}
        />
      )}
      {(task?.kind === 'add' || task?.kind === 'change') && (
        <PersonDialog
          person={task.kind === 'change' ? task.person : null}
          useBotOptions={useBotOptions}
          onSaved={(person) => finish(person.id)}
          onClose={close}
        />
      )}
    </Page>
  )
}
