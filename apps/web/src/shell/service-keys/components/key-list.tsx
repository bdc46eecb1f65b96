import { Button } from '@mantine/core'
import type { ServiceKey } from '@office365-email/shared/service-key'
import type { Tone } from '../../../ground/components/badge.tsx'
import { Badge } from '../../../ground/components/badge.tsx'
import type { IconName } from '../../../ground/components/icon.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { formatDay } from '../../../ground/format-time.ts'
import { listNames } from '../../../ground/list-names.ts'
import { useNow } from '../../../ground/use-now.ts'
import { type KeyState, readKeyState } from '../key-state.ts'
import { serviceKeysTexts } from '../texts.ts'
import classes from './key-list.module.css'

const looks: Record<KeyState, { tone: Tone; icon?: IconName }> = {
  active: { tone: 'good' },
  expired: { tone: 'caution' },
  revoked: { tone: 'calm', icon: 'cross' },
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

interface KeyListProps {
  keys: readonly ServiceKey[]
  botName: (botId: string) => string
  onRevoke: (key: ServiceKey) => void
}

export const KeyList = ({ keys, botName, onRevoke }: KeyListProps) => (
  <ul className={classes['list']}>
    {keys.map((key) => (
      <KeyRow key={key.id} serviceKey={key} botName={botName} onRevoke={() => onRevoke(key)} />
    ))}
  </ul>
)

interface KeyRowProps {
  serviceKey: ServiceKey
  botName: (botId: string) => string
  onRevoke: () => void
}

function KeyRow({ serviceKey, botName, onRevoke }: KeyRowProps) {
  const texts = serviceKeysTexts.facts
  const { name, scopes, botIds, createdAt, createdBy, lastUsedAt, expiresAt, revokedAt } = serviceKey
  const state = readKeyState(serviceKey, useNow())
  const limits = [
    ...(serviceKey.recipientDomains ? [texts.domains(listNames(serviceKey.recipientDomains))] : []),
    ...(serviceKey.dailyQuota === null ? [] : [texts.quota(serviceKey.dailyQuota)]),
  ].join('; ')
  return (
    <li className={classes['row']}>
      <div className={classes['head']}>
        <h2 className={classes['name']}>{name}</h2>
        <Badge {...looks[state]}>{serviceKeysTexts.states[state]}</Badge>
        {state !== 'revoked' && (
          <Button
            variant="default"
            size="xs"
            className={classes['revoke'] ?? ''}
            aria-label={serviceKeysTexts.revoke.of(name)}
            onClick={onRevoke}
          >
            {serviceKeysTexts.revoke.button}
          </Button>
        )}
      </div>
      <dl className={classes['facts']}>
        <div className={classes['wide']}>
          <dt>{texts.scopes}</dt>
          <dd>{scopes.map((scope) => lowerFirst(serviceKeysTexts.scopes[scope].name)).join(', ')}</dd>
        </div>
        <div className={classes['wide']}>
          <dt>{texts.bots}</dt>
          <dd>{botIds === 'all' ? texts.allBots : listNames(botIds.map(botName))}</dd>
        </div>
        {limits && (
          <div className={classes['wide']}>
            <dt>{texts.limits}</dt>
            <dd>{limits}</dd>
          </div>
        )}
        <div>
          <dt>{texts.created}</dt>
          <dd>
            <Time iso={createdAt} /> {texts.by(createdBy.name)}
          </dd>
        </div>
        <div>
          <dt>{texts.used}</dt>
          <dd>{lastUsedAt ? <Time iso={lastUsedAt} /> : texts.neverUsed}</dd>
        </div>
        <div>
          <dt>{revokedAt ? texts.revoked : texts.expires}</dt>
          <dd>{revokedAt ? <Time iso={revokedAt} /> : expiresAt ? formatDay(expiresAt) : texts.never}</dd>
        </div>
      </dl>
    </li>
  )
}
