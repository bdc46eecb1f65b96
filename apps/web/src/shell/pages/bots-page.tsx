import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { DelayedSkeleton } from '../../ground/components/delayed-skeleton.tsx'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { Icon } from '../../ground/components/icon.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { mailPaths } from '../../mail/paths.ts'
import { BotOverview } from '../bots/components/bot-overview.tsx'
import { CreateBotDialog } from '../bots/components/create-bot-dialog.tsx'
import { botsQuery } from '../bots/queries.ts'
import { botsTexts } from '../bots/texts.ts'

const rowSkeletons = Array.from({ length: 5 }, (_, row) => ({ id: `${row}`, width: '100%', height: '3.5rem' }))

export function BotsPage() {
  const query = useQuery(botsQuery)
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const [creating, setCreating] = useState(false)
  const create = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
      {botsTexts.create}
    </Button>
  )
  return (
    <Page
      title={botsTexts.title}
      intro={<p className="quiet">{botsTexts.intro}</p>}
      action={query.data && query.data.length > 0 && create}
    >
      <Loaded query={query} skeleton={<DelayedSkeleton lines={rowSkeletons} />}>
        {(bots) =>
          bots.length === 0 ? (
            <EmptyState title={botsTexts.empty} help={botsTexts.emptyHelp} action={create} />
          ) : (
            <BotOverview bots={bots} search={search} onSearchChange={(next) => setSearch(next, { replace: true })} />
          )
        }
      </Loaded>
      {creating && (
        <CreateBotDialog
          bots={query.data ?? []}
          onClose={() => setCreating(false)}
          onCreated={(bot) => void navigate(mailPaths.office365(bot.id))}
        />
      )}
    </Page>
  )
}
