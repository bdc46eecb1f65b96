import { Button } from '@mantine/core'
import type { AlertChannelView } from '@office365-email/shared/alert-channel'
import { alertChannelEndpoints } from '@office365-email/shared/endpoints/alert-channels'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../ground/api-client.ts'
import { Badge } from '../../../ground/components/badge.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { alertChannelsQuery, useAlertBotName } from '../queries.ts'
import { alertsTexts as texts } from '../texts.ts'
import classes from './alerts.module.css'
import { DeliveryResult } from './delivery-result.tsx'

interface ChannelRowProps {
  channel: AlertChannelView
  onChange: () => void
  onRemove: () => void
}

function describeReach({ types, botIds, quietHours, waiting }: AlertChannelView): string {
  const bots = botIds === 'all' ? texts.allBots : botIds.length === 0 ? texts.noBots : texts.bots(botIds.length)
  const parts = [
    types === 'all' ? texts.allTypes : types.map((type) => texts.types[type]).join('; '),
    bots,
    ...(quietHours ? [texts.quiet(quietHours.from, quietHours.to, quietHours.timeZone)] : []),
    ...(waiting > 0 ? [texts.waiting(waiting)] : []),
  ]
  return parts.join(' · ')
}

const Health = ({ channel: { lastDelivery, email } }: { channel: AlertChannelView }) => {
  if (email?.problem || lastDelivery?.outcome === 'failed') return <Badge tone="bad">{texts.failing}</Badge>
  return lastDelivery ? <Badge tone="good">{texts.works}</Badge> : <Badge tone="calm">{texts.unused}</Badge>
}

function Target({ channel: { kind, address, email } }: { channel: AlertChannelView }) {
  const sender = useAlertBotName(email?.senderBotId ?? null)
  const target = email
    ? [texts.toRecipients(email.to.join(', ')), ...(email.senderBotId ? [texts.sentBy(sender)] : [])].join(', ')
    : address && texts.address(address.host, address.ending)
  return (
    <p className="small">
      {texts.kinds[kind].name} · {target}
    </p>
  )
}

/** Why alerts do not arrive, and since when. */
function Trouble({ channel: { failingSince, lastDelivery, email } }: { channel: AlertChannelView }) {
  if (email?.problem) return <Notice tone="caution" title={texts.senderProblems[email.problem]} />
  if (failingSince === null || lastDelivery === null) return null
  return (
    <>
      <p className="small">
        {texts.failingSince} <Time iso={failingSince} />. {texts.failingHelp}
      </p>
      <DeliveryResult delivery={lastDelivery} />
    </>
  )
}

export function ChannelRow({ channel, onChange, onRemove }: ChannelRowProps) {
  const queryClient = useQueryClient()
  const { id, name } = channel
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: () => call(alertChannelEndpoints.testAlertChannel, { params: { alertChannelId: id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: alertChannelsQuery.queryKey }),
  })
  return (
    <li className={classes['row']}>
      <div className={classes['what']}>
        <div className={classes['head']}>
          <h2 className={classes['name']}>{name}</h2>
          <Health channel={channel} />
        </div>
        <Target channel={channel} />
        <p className="small quiet">{describeReach(channel)}</p>
      </div>
      <Trouble channel={channel} />
      {error && <ProblemNotice error={error} />}
      {data?.outcome === 'delivered' && <DeliveryResult delivery={data} />}
      <div className={classes['actions']}>
        <Button
          variant="default"
          size="xs"
          loading={isPending}
          aria-label={texts.testOf(name)}
          onClick={() => !isPending && mutate()}
        >
          {texts.test}
        </Button>
        <Button variant="default" size="xs" aria-label={texts.changeOf(name)} onClick={onChange}>
          {texts.change}
        </Button>
        <Button variant="default" size="xs" aria-label={texts.removeOf(name)} onClick={onRemove}>
          {texts.remove}
        </Button>
      </div>
    </li>
  )
}
