import { Button } from '@mantine/core'
import type { AlertChannelView } from '@office365-email/shared/alert-channel'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { Icon } from '../../ground/components/icon.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import classes from '../alerts/components/alerts.module.css'
import { ChannelDialog } from '../alerts/components/channel-dialog.tsx'
import { ChannelRow } from '../alerts/components/channel-row.tsx'
import { RemoveChannel } from '../alerts/components/remove-channel.tsx'
import { SigningSecret } from '../alerts/components/signing-secret.tsx'
import { alertChannelsQuery } from '../alerts/queries.ts'
import { alertsTexts as texts } from '../alerts/texts.ts'
import { useMailHost } from '../host.ts'

export function AlertsPage() {
  const { user } = useMailHost()
  if (user.role === 'owner') return <AlertsOfOwner />
  return (
    <Page title={texts.title}>
      <Notice tone="info" title={texts.ownersOnly}>
        <p>{texts.ownersOnlyHelp}</p>
      </Notice>
    </Page>
  )
}

type Task =
  | { kind: 'add' }
  | { kind: 'change' | 'remove'; channel: AlertChannelView }
  | { kind: 'keep-secret'; secret: string }

function AlertsOfOwner() {
  const query = useQuery(alertChannelsQuery)
  const [task, setTask] = useState<Task | null>(null)
  const close = () => setTask(null)
  const addButton = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setTask({ kind: 'add' })}>
      {texts.add}
    </Button>
  )
  return (
    <Page
      title={texts.title}
      intro={<p className="quiet">{texts.intro}</p>}
      action={query.data && query.data.length > 0 && addButton}
    >
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(channels) =>
          channels.length === 0 ? (
            <EmptyState title={texts.none} help={texts.noneHelp} action={addButton} />
          ) : (
            <ul className={classes['list']}>
              {channels.map((channel) => (
                <ChannelRow
                  key={channel.id}
                  channel={channel}
                  onChange={() => setTask({ kind: 'change', channel })}
                  onRemove={() => setTask({ kind: 'remove', channel })}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {task?.kind === 'remove' && <RemoveChannel channel={task.channel} onClose={close} />}
      {task?.kind === 'keep-secret' && <SigningSecret secret={task.secret} onClose={close} />}
      {(task?.kind === 'add' || task?.kind === 'change') && (
        <ChannelDialog
          channel={task.kind === 'change' ? task.channel : null}
          onSaved={(secret) => setTask(secret === null ? null : { kind: 'keep-secret', secret })}
          onClose={close}
        />
      )}
    </Page>
  )
}
