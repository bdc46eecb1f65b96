import { Button } from '@mantine/core'
import type { ResponseOf } from '@office365-email/shared/endpoint'
import type { serviceKeyEndpoints } from '@office365-email/shared/endpoints/service-keys'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Icon } from '../../ground/components/icon.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { absoluteApi } from '../../ground/place.ts'
import { useNow } from '../../ground/use-now.ts'
import { listNamedBots } from '../bots/list-named-bots.ts'
import { firstBotsQuery } from '../bots/queries.ts'
import { useBotNames } from '../bots/use-bot-names.ts'
import { useBotOptions } from '../bots/use-bot-search.ts'
import { CreateKeyDialog } from '../service-keys/components/create-key-dialog.tsx'
import { CreatedKey } from '../service-keys/components/created-key.tsx'
import { ServiceKeys } from '../service-keys/components/service-keys.tsx'
import { keyExample } from '../service-keys/key-example.ts'
import { readKeyState } from '../service-keys/key-state.ts'
import { serviceKeysQuery } from '../service-keys/service-keys-query.ts'
import { serviceKeysTexts as texts } from '../service-keys/texts.ts'
import { useSignedInUser } from '../use-signed-in-user.ts'

const botIdInExamples = 'my-bot'

export function ServiceKeysPage() {
  const user = useSignedInUser()
  const now = useNow()
  const query = useQuery(serviceKeysQuery)
  const { data: first } = useQuery(firstBotsQuery())
  const names = useBotNames(listNamedBots(query.data))
  const [creating, setCreating] = useState(false)
  const [created, setCreated] = useState<ResponseOf<typeof serviceKeyEndpoints.createServiceKey> | null>(null)
  const create = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
      {texts.create}
    </Button>
  )
  const hasActive = query.data?.some((key) => readKeyState(key, now) === 'active') ?? false
  return (
    <Page title={texts.title} intro={<p className="quiet">{texts.intro}</p>} action={hasActive && !created && create}>
      {created && (
        <CreatedKey
          key={created.id}
          created={created}
          example={keyExample(created, first?.bots[0]?.id ?? botIdInExamples, absoluteApi())}
          onDone={() => setCreated(null)}
        />
      )}
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(keys) => (
          <ServiceKeys keys={keys} botName={(botId) => names.get(botId) ?? botId} create={!created && create} />
        )}
      </Loaded>
      {creating && (
        <CreateKeyDialog
          useBotOptions={useBotOptions}
          mayReachAll={user.botIds === 'all'}
          onClose={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false)
            setCreated(key)
          }}
        />
      )}
    </Page>
  )
}
