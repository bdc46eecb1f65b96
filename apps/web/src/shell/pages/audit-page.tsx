import { Button } from '@mantine/core'
import { auditEventEndpoints } from '@office365-email/shared/endpoints/audit-events'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { callForFile } from '../../ground/api-client.ts'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { ExportPanel } from '../../ground/components/export-panel.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { MorePages } from '../../ground/components/more-pages.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { auditEventsQuery, type AuditFilter as Filter } from '../audit/audit-events-query.ts'
import { AuditFilter, readAction } from '../audit/components/audit-filter.tsx'
import { AuditList } from '../audit/components/audit-list.tsx'
import type { AuditNames } from '../audit/describe-audit-event.ts'
import { auditTexts as texts } from '../audit/texts.ts'
import { BotPicker } from '../bots/components/bot-picker.tsx'
import { loadBotNames } from '../bots/queries.ts'
import { useBotNames } from '../bots/use-bot-names.ts'
import { peopleQuery } from '../people/people-query.ts'
import { serviceKeysQuery } from '../service-keys/service-keys-query.ts'
import { useSignedInUser } from '../use-signed-in-user.ts'

const namesById = (things: ReadonlyArray<{ id: string; name: string }> | undefined) =>
  new Map(things?.map(({ id, name }) => [id, name]))

function useNames(isOwner: boolean): Omit<AuditNames, 'bots'> {
  const { data: serviceKeys } = useQuery(serviceKeysQuery)
  const { data: people } = useQuery({ ...peopleQuery, enabled: isOwner })
  return { serviceKeys: namesById(serviceKeys), people: namesById(people) }
}

export function AuditPage() {
  const isOwner = useSignedInUser().role === 'owner'
  const [search, setSearch] = useSearchParams()
  const filter: Filter = { botId: search.get('bot') ?? undefined, action: readAction(search.get('action')) }
  const query = useInfiniteQuery(auditEventsQuery(filter, { loadBotNames }))
  const names = useNames(isOwner)
  const chosen = useBotNames(filter.botId ? [filter.botId] : [])
  const choose = ({ botId, action }: Filter) =>
    setSearch({ ...(botId && { bot: botId }), ...(action && { action }) }, { replace: true })
  return (
    <Page
      title={texts.title}
      intro={<p className="quiet">{isOwner ? texts.intro : `${texts.intro} ${texts.ofBots}`}</p>}
    >
      <div className="stack wide">
        <AuditFilter
          botPicker={
            <BotPicker
              label={texts.bot}
              bot={filter.botId ? { id: filter.botId, name: chosen.get(filter.botId) ?? filter.botId } : null}
              none={{ name: texts.allBots, onPick: () => choose({ ...filter, botId: undefined }) }}
              onPick={(botId) => choose({ ...filter, botId })}
            />
          }
          filter={filter}
          onChange={choose}
        />
        <ExportPanel
          summary={texts.export}
          help={texts.exportHelp}
          ask={(format, signal) =>
            callForFile(auditEventEndpoints.exportAuditEvents, { query: { ...filter, format }, signal })
          }
        />
        <Loaded query={query} skeleton={<PageSkeleton />}>
          {({ pages }) => {
            const events = pages.flatMap((page) => page.auditEvents)
            const bots = new Map(pages.flatMap((page) => [...page.botNames]))
            if (events.length > 0) return <AuditList events={events} names={{ ...names, bots }} />
            return filter.botId || filter.action ? (
              <EmptyState
                title={texts.noMatch}
                help={texts.noMatchHelp}
                action={
                  <Button variant="default" onClick={() => setSearch({}, { replace: true })}>
                    {texts.showAll}
                  </Button>
                }
              />
            ) : (
              <EmptyState title={texts.empty} help={texts.emptyHelp} />
            )
          }}
        </Loaded>
        <MorePages query={query} label={texts.more} />
      </div>
    </Page>
  )
}
