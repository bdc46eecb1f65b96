import type { FieldError } from '@office365-email/shared/problem'
import type { SendMessage } from '@office365-email/shared/send-message'
import type { ServiceKey } from '@office365-email/shared/service-key'
import { dayMs, dayOf } from '../../ground/day.ts'
import type { SendingLimit, ServicePrincipal } from '../../ground/http/principal.ts'
import { Problem } from '../../ground/problem.ts'
import type { ServiceKeyStore } from './service-key-store.ts'

type Recipients = Pick<SendMessage, 'to' | 'cc' | 'bcc'>

const lists = ['to', 'cc', 'bcc'] as const

/** Returns an error for each recipient outside these domains. A domain does not include its subdomains. */
function findForeignRecipients(message: Recipients, domains: string[]): FieldError[] {
  const isForeign = (address: string) => !domains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
  return lists.flatMap((list) =>
    message[list].flatMap(({ address }, index) =>
      isForeign(address)
        ? [{ pointer: `/${list}/${index}`, detail: 'This service key may not send to this domain.' }]
        : [],
    ),
  )
}

const secondsUntilTomorrow = (now: Date) => Math.max(Math.ceil((dayMs - (now.getTime() % dayMs)) / 1_000), 1)

const limitSendingBy =
  (serviceKeys: ServiceKeyStore, { id, recipientDomains, dailyQuota }: ServiceKey): SendingLimit =>
  async (message, now) => {
    const errors = recipientDomains ? findForeignRecipients(message, recipientDomains) : []
    if (errors.length > 0)
      throw new Problem('forbidden', { detail: 'This service key may send only to certain domains.', errors })
    if (dailyQuota === null) return
    const recipients = message.to.length + message.cc.length + message.bcc.length
    const use = { day: dayOf(now), recipients, quota: dailyQuota }
    if (await serviceKeys.useQuota(id, use)) return
    throw new Problem('rate-limited', {
      detail: `This service key may send to at most ${dailyQuota} recipients a day (UTC). This message would exceed that limit.`,
      retryAfterSeconds: secondsUntilTomorrow(now),
    })
  }

export function toServicePrincipal(serviceKeys: ServiceKeyStore, key: ServiceKey): ServicePrincipal {
  const { id, name, scopes, botIds } = key
  const limitSending = limitSendingBy(serviceKeys, key)
  return { kind: 'service', id, name, scopes, botIds, limitKey: `key ${id}`, limitSending }
}
