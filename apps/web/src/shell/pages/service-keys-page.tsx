import { Button } from '@mantine/core'
import type { ResponseOf } from '@office365-email/shared/endpoint'
import type { serviceKeyEndpoints } from '@office365-email/shared/endpoints/service-keys'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { apiUrl } from '../../ground/base-path.ts'
import { Icon } from '../../ground/components/icon.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { useNow } from '../../ground/use-now.ts'
import { botsQuery } from '../bots/queries.ts'
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
  const { data: bots = [] } = useQuery(botsQuery)
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
          example={keyExample(created, bots[0]?.id ?? botIdInExamples, apiUrl)}
          onDone={() => setCreated(null)}
        />
      )}
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(keys) => <ServiceKeys keys={keys} bots={bots} create={!created && create} />}
      </Loaded>
      {creating && (
        <CreateKeyDialog
          bots={bots}
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
