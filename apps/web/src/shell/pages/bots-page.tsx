import { Button } from '@mantine/core'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { DelayedSkeleton } from '../../ground/components/delayed-skeleton.tsx'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { Icon } from '../../ground/components/icon.tsx'
import { KeepInPlace } from '../../ground/components/keep-in-place.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { MorePages } from '../../ground/components/more-pages.tsx'
import { Page } from '../../ground/components/page.tsx'
import { Updated } from '../../ground/components/updated.tsx'
import { refreshEveryMs } from '../../ground/refresh.ts'
import { OverviewPictures } from '../../mail/overview-pictures.tsx'
import { mailPaths } from '../../mail/paths.ts'
import { readStatus } from '../bots/components/bot-filter.tsx'
import { BotOverview } from '../bots/components/bot-overview.tsx'
import { CreateBotDialog } from '../bots/components/create-bot-dialog.tsx'
import { MoveBots } from '../bots/components/move-bots.tsx'
import type { BotFilter } from '../bots/queries.ts'
import { botsTexts } from '../bots/texts.ts'
import { useBotPages } from '../bots/use-bot-search.ts'
import { hasOwnBots } from '../page-settings.ts'

const rowSkeletons = Array.from({ length: 5 }, (_, row) => ({ id: `${row}`, width: '100%', height: '3.5rem' }))

export function BotsPage() {
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const filter: BotFilter = { q: search.get('q') ?? '', status: readStatus(search.get('state')) }
  const query = useBotPages(filter, refreshEveryMs)
  const [creating, setCreating] = useState(false)
  const totals = query.data?.pages[0]?.totals
  const choose = ({ q, status }: BotFilter) =>
    setSearch({ ...(q && { q }), ...(status && { state: status }) }, { replace: true })
  const create = hasOwnBots && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
      {botsTexts.create}
    </Button>
  )
  return (
    <Page
      title={botsTexts.title}
      intro={
        <>
          <p className="quiet">{botsTexts.intro}</p>
          <Updated at={query.dataUpdatedAt} />
        </>
      }
      action={totals && totals.bots > 0 && create}
    >
      <Loaded query={query} skeleton={<DelayedSkeleton lines={rowSkeletons} />}>
        {({ pages }) =>
          totals && totals.bots > 0 ? (
            <KeepInPlace version={query.dataUpdatedAt}>
              <BotOverview
                filter={filter}
                onFilter={choose}
                bots={pages.flatMap(({ bots }) => bots)}
                totals={totals}
                pictures={<OverviewPictures />}
                more={<MorePages query={query} label={botsTexts.more} />}
              />
            </KeepInPlace>
          ) : (
            <EmptyState
              title={botsTexts.empty}
              help={hasOwnBots ? botsTexts.emptyHelp : botsTexts.emptyHostHelp}
              action={create}
            />
          )
        }
      </Loaded>
      {totals && <MoveBots hasBots={totals.bots > 0} />}
      {creating && (
        <CreateBotDialog
          onClose={() => setCreating(false)}
          onCreated={(bot) => void navigate(mailPaths.office365(bot.id))}
        />
      )}
    </Page>
  )
}
