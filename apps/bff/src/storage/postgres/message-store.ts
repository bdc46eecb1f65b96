import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import { StorageFault } from '../../ground/storage-fault.ts'
import type { Sender } from '../../mail/configuration/office365-configuration.ts'
import type { HealthChange } from '../../mail/configuration/office365-configuration-store.ts'
import type { NewIdempotencyRecord } from '../../mail/sending/idempotency-store.ts'
import { laneKey } from '../../mail/sending/lane.ts'
import type { Message } from '../../mail/sending/message.ts'
import {
  type EnqueueOptions,
  type MessageResult,
  type MessageStore,
  refuseToQueue,
} from '../../mail/sending/message-store.ts'
import type { Claim, QueuedMessage } from '../../mail/sending/queue-store.ts'
import { countsOfBots } from '../../mail/statistics/mail-counts.ts'
import { toMessage } from '../rows/message-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import { createBatches } from './batches.ts'
import { createHandOvers, type HandOverDependencies } from './hand-overs.ts'
import { isUuid } from './is-uuid.ts'
import type { Database, Executor } from './open-database.ts'
import { leaseSeconds } from './queue-store.ts'
import type { RowCaches } from './row-cache.ts'
import { messages, outbox } from './schema.ts'
import { checkSending, isCurrent } from './sender-check.ts'
import type { Lease } from './servers.ts'
import { addMailCounts } from './statistics-store.ts'

const toRow = ({ to, cc, bcc, microsoft, diagnosis, resendOf, ...message }: Message) => ({
  ...message,
  recipients: { to, cc, bcc },
  microsoftRequestId: microsoft?.requestId ?? null,
  diagnosis: diagnosis ?? null,
  resendOf: resendOf ?? null,
})

async function changeHealth(
  { query }: Executor,
  { botId, generation, version, health, lastAcceptedAt }: HealthChange,
): Promise<void> {
  const reference = [botId, generation, version]
  const isIt = 'bot_id = $2 and generation = $3 and version = $4'
  if (health)
    await query(`update office365_configurations set health = $1 where ${isIt}`, [JSON.stringify(health), ...reference])
  if (lastAcceptedAt)
    await query(`update office365_configurations set last_accepted_at = $1 where ${isIt}`, [
      lastAcceptedAt,
      ...reference,
    ])
}

/** Thrown to roll a transaction back. */
class KeyTaken extends Error {}
class QueueIsFull extends Error {}

function asKeyTaken(error: unknown): 'key-taken' {
  if (error instanceof KeyTaken) return 'key-taken'
  throw error
}

const keepKeyText = `insert into idempotency_keys (bot_id, service_key_id, key, fingerprint, fingerprinted_with, message_id,
    answer, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (bot_id, service_key_id, key) do update set fingerprint = excluded.fingerprint,
    fingerprinted_with = excluded.fingerprinted_with, message_id = excluded.message_id, answer = excluded.answer,
    created_at = excluded.created_at
  where idempotency_keys.message_id = $9
  returning 1`

/** Throws if another request has written the key in the meantime. */
async function keepKey({ query }: Executor, messageId: string, record: NewIdempotencyRecord): Promise<void> {
  const { botId, serviceKeyId, key, fingerprint, answer, createdAt, replaces } = record
  const { value, madeWith } = fingerprint
  const values = [botId, serviceKeyId, key, value, madeWith, messageId, answer, createdAt, replaces]
  if ((await query(keepKeyText, values)).length === 0) throw new KeyTaken()
}

/**
 * The items of a batch, as one parameter: with an array for each column, both sides take 50 % longer. PostgreSQL decodes
 * every string in it, and refuses NUL and half of a surrogate pair, so values that are JSON are strings in it. It expects
 * 100 rows in any JSON, and would read whole tables for them. IDs in parameters of their own make it use indexes.
 */
const inputOf = (columns: string) => `input as materialized (select * from json_to_recordset($1) as input(${columns}))`

interface Recorded {
  message: Message
  sender: Sender
  idempotency: NewIdempotencyRecord | undefined
}

/**
 * Stores messages and their idempotency keys. The rows of the configurations stay locked until the commit. They are locked
 * in order, here and in `settleText`, and so are the keys, so that two servers never wait for each other.
 */
const recordText = `
  with ${inputOf(`id uuid, bot_id text, generation text, version int, lane text, state text, source text, recipients text,
    subject text, created_at text, attempts int, service_key_id text, key text, fingerprint text, fingerprinted_with text,
    answer text, key_created_at bigint, replaces uuid`)},
  saved as (
    select bot_id, generation, version from office365_configurations
    where bot_id = any($3::text[]) order by bot_id for share),
  present as (
    select input.*, lane_pauses.lane is not null as is_paused from input join saved using (bot_id, generation, version)
    left join lane_pauses on lane_pauses.lane = input.lane and paused_until > clock_timestamp()),
  keyed as (
    insert into idempotency_keys (bot_id, service_key_id, key, fingerprint, fingerprinted_with, message_id, answer, created_at)
    select bot_id, service_key_id, key, fingerprint, fingerprinted_with, id, answer, key_created_at
    from present where key is not null and not is_paused order by bot_id, service_key_id, key
    on conflict (bot_id, service_key_id, key) do update set fingerprint = excluded.fingerprint,
      fingerprinted_with = excluded.fingerprinted_with, message_id = excluded.message_id, answer = excluded.answer,
      created_at = excluded.created_at
    where idempotency_keys.message_id = (select replaces from present where present.id = excluded.message_id)
    returning message_id),
  stored as (
    insert into messages (id, bot_id, state, source, recipients, subject, created_at, attempts, server_id)
    select id, bot_id, state, source::json, recipients::json, subject, created_at, attempts, $2
    from present where not is_paused and (key is null or id in (select message_id from keyed))
    returning id)
  select input.id, case when stored.id is not null then 'stored' when is_paused then 'paused'
    when present.id is not null then 'key-taken' else 'outdated' end as outcome
  from input left join present using (id) left join stored on stored.id = input.id`

const toRecordedRow = ({ message, sender, idempotency }: Recorded) => {
  const { id, botId, state, source, to, cc, bcc, subject, createdAt, attempts } = message
  return {
    id,
    bot_id: botId,
    generation: sender.generation,
    version: sender.version,
    lane: laneKey(sender),
    state,
    source: JSON.stringify(source),
    recipients: JSON.stringify({ to, cc, bcc }),
    subject: subject.toWellFormed(),
    created_at: createdAt,
    attempts,
    service_key_id: idempotency?.serviceKeyId,
    key: idempotency?.key,
    fingerprint: idempotency?.fingerprint.value,
    fingerprinted_with: idempotency?.fingerprint.madeWith,
    answer: idempotency?.answer,
    key_created_at: idempotency?.createdAt,
    replaces: idempotency?.replaces,
  }
}

interface Settled {
  id: string
  result: MessageResult
}

const settleText = `
  with ${inputOf(`id uuid, state text, settled_at text, attempts int, request_id text, diagnosis text, bot_id text,
    generation text, version int, last_accepted_at text`)},
  written as (
    update messages set state = input.state, settled_at = input.settled_at, attempts = input.attempts,
      microsoft_request_id = input.request_id, diagnosis = input.diagnosis::json, server_id = null
    from input
    where messages.id = any($2::uuid[]) and messages.id = input.id
      and messages.state not in ('accepted', 'simulated', 'failed', 'cancelled')
    returning messages.id, messages.state),
  released as (
    delete from idempotency_keys using written
    where written.state = 'failed' and message_id = written.id and answer = 'settled'),
  deleted as (
    delete from outbox using written where written.state in ('accepted', 'simulated') and message_id = written.id),
  stopped as (
    update outbox set next_attempt_at = null from written
    where written.state in ('failed', 'unknown') and message_id = written.id and next_attempt_at is not null),
  locked as (
    select bot_id from office365_configurations
    where bot_id = any($3::text[]) order by bot_id for no key update),
  noted as (
    update office365_configurations set last_accepted_at = news.last_accepted_at
    from (select distinct on (bot_id) bot_id, generation, version, last_accepted_at from input
      where last_accepted_at is not null order by bot_id, last_accepted_at desc) as news join locked using (bot_id)
    where office365_configurations.bot_id = news.bot_id and office365_configurations.generation = news.generation
      and office365_configurations.version = news.version)
  select id from written`

const toSettledRow = ({ id, result: { state, settledAt, attempts, requestId, diagnosis, change } }: Settled) => ({
  id,
  state,
  settled_at: settledAt,
  attempts,
  request_id: requestId,
  diagnosis: diagnosis && JSON.stringify(diagnosis),
  bot_id: change?.botId,
  generation: change?.generation,
  version: change?.version,
  last_accepted_at: change?.lastAcceptedAt,
})

const settledValues = (items: Settled[]) => [
  JSON.stringify(items.map(toSettledRow)),
  items.map(({ id }) => id),
  items.flatMap(({ result: { change } }) => (change?.lastAcceptedAt ? [change.botId] : [])),
]

export function createMessageStore(
  database: Database,
  lease: Lease,
  { caches, ...dependencies }: HandOverDependencies & { caches: Pick<RowCaches, 'forget'> },
): MessageStore {
  const { orm, transaction, prepare } = database
  const { serverId } = lease
  const { inHand } = dependencies
  const recordHandOver = createHandOvers(database, lease, dependencies)

  const recordAll = prepare<{ id: string; outcome: 'stored' | 'outdated' | 'key-taken' | 'paused' }>(recordText)
  const record = createBatches(async (items: Recorded[]) => {
    const rows = await recordAll([
      JSON.stringify(items.map(toRecordedRow)),
      serverId,
      items.map(({ sender }) => sender.botId),
    ])
    const outcomes = new Map(rows.map(({ id, outcome }) => [id, outcome]))
    return items.map(({ message }) => outcomes.get(message.id) ?? 'outdated')
  })

  const settleAll = prepare<{ id: string }>(settleText)
  const settle = createBatches(async (items: Settled[]) => {
    // A late response may come with the unknown result that it settles. PostgreSQL would write any of the two.
    const results = new Map<string, Settled>()
    for (const item of items)
      if ((results.get(item.id)?.result.state ?? 'unknown') === 'unknown') results.set(item.id, item)
    const rows = await settleAll(settledValues([...results.values()]))
    const written = new Set(rows.map(({ id }) => id))
    return items.map(({ id }) => written.has(id))
  })

  /** A result with news about the health, or with a key, is rare. */
  async function settleWith(
    id: string,
    result: MessageResult,
    idempotency: NewIdempotencyRecord | null,
    event: AuditEvent | undefined,
  ) {
    return await transaction(async (open) => {
      const rows = await open.query(settleText, settledValues([{ id, result: { ...result, change: null } }]))
      if (rows.length === 0) return false
      if (idempotency) await keepKey(open, id, idempotency)
      if (result.change) await changeHealth(open, result.change)
      if (event) await appendAuditEvent(open, event)
      return true
    }, 'read committed').catch(asKeyTaken)
  }

  async function storeQueued(
    open: Executor,
    message: Message,
    queued: QueuedMessage,
    { idempotency, limits }: Pick<EnqueueOptions, 'idempotency' | 'limits'>,
  ): Promise<void> {
    await open.orm.insert(messages).values(toRow(message))
    const { mailbox, sealedMessage, sealedWith, nextAttemptAt, takenAt } = queued
    const body = { messageId: message.id, botId: message.botId, mailbox, sealedMessage, sealedWith, failures: 0 }
    // No other server takes a message whose storing may have to be undone.
    const lease = { leasedBy: serverId, leasedUntil: sql`clock_timestamp() + ${leaseSeconds} * interval '1 second'` }
    await open.orm.insert(outbox).values({ ...body, ...lease, nextAttemptAt, takenAt })
    const [usage] = await open.query<{ waiting: number }>('select waiting from outbox_usage where bot_id = $1', [
      message.botId,
    ])
    // Others may have stored theirs since the room was checked. This one has counted itself, and they wait for its end.
    if ((usage?.waiting ?? 0) > limits.messages) throw new QueueIsFull()
    if (idempotency) await keepKey(open, message.id, idempotency)
  }

  return {
    async insert(message, sender, { idempotency, change } = {}) {
      if (message.state === 'sending' && !change)
        return await recordHandOver({ id: message.id, sender, keptIn: ['stored'] }, () =>
          record({ message, sender, idempotency }),
        )
      const outcome = await transaction(async (open) => {
        if (!(await isCurrent(open, sender))) return 'outdated' as const
        await open.orm.insert(messages).values(toRow(message))
        if (idempotency) await keepKey(open, message.id, idempotency)
        if (change) await changeHealth(open, change)
        return 'stored' as const
      }, 'read committed').catch(asKeyTaken)
      if (change) caches.forget(sender.botId)
      return outcome
    },
    async sendAgain(id, attempts, sender) {
      const recordAgain = async (open: Executor): Promise<Claim> => {
        const check = await checkSending(open, sender)
        if (check !== 'current') return check
        const rows = await open.query(
          `update messages set attempts = $2 where id = $1 and state = 'sending' and server_id = $3 returning 1`,
          [id, attempts, serverId],
        )
        return rows.length === 1 ? 'sending' : 'gone'
      }
      return await recordHandOver({ id, sender, keptIn: ['sending', 'outdated', 'paused'] }, () =>
        transaction(recordAgain, 'read committed'),
      )
    },
    async enqueue(message, sender, queued, { idempotency, limits, resend }) {
      inHand.beginStoring(message.id)
      const stored = transaction(
        async (open) => {
          if (!(await isCurrent(open, sender))) return 'outdated' as const
          const original = message.resendOf && isUuid(message.resendOf) ? message.resendOf : null
          const [facts] = await open.query<{
            waiting: number | null
            bytes: number | null
            originalState: Message['state'] | null
            resentAs: string | null
          }>(
            `select (select waiting from outbox_usage where bot_id = $1) as waiting,
             (select sum(bytes)::bigint from outbox_usage) as bytes,
             (select state from messages where id = $2 for share) as "originalState",
             (select id from messages where resend_of = $2 limit 1) as "resentAs"`,
            [message.botId, original],
          )
          const refusal = refuseToQueue({
            waiting: facts?.waiting ?? 0,
            bytes: facts?.bytes ?? 0,
            size: queued.sealedMessage.length,
            limits,
            resend: resend
              ? {
                  again: resend.again,
                  originalState: facts?.originalState ?? undefined,
                  resentAs: facts?.resentAs ?? undefined,
                }
              : null,
          })
          if (refusal) return refusal
          await storeQueued(open, message, queued, { idempotency, limits })
          if (resend) await appendAuditEvent(open, resend.event)
          return 'stored' as const
          // Only a message that is sent again depends on what another transaction may be writing.
        },
        resend ? 'serializable' : 'read committed',
      )
      return await stored
        .catch((error: unknown) => {
          if (error instanceof QueueIsFull) return 'full' as const
          if (error instanceof StorageFault) inHand.refuse(message.id)
          return asKeyTaken(error)
        })
        .finally(() => inHand.endStoring(message.id))
    },
    async settle(id, result, idempotency = null, event) {
      if (!isUuid(id)) return false
      if (idempotency || result.change?.health || event) {
        const outcome = await settleWith(id, result, idempotency, event)
        if (result.change) caches.forget(result.change.botId)
        inHand.end(id)
        return outcome
      }
      const isSettled = await settle({ id, result })
      if (result.change) caches.forget(result.change.botId)
      inHand.end(id)
      return isSettled
    },
    abandon: (id) => inHand.end(id),
    async read(botId, id) {
      if (!isUuid(id)) return null
      const [row] = await orm
        .select()
        .from(messages)
        .where(and(eq(messages.botId, botId), eq(messages.id, id)))
      return row ? toMessage(row) : null
    },
    async list({ botId, state, before, limit }) {
      const rows = await orm
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.botId, botId),
            eq(messages.state, state),
            before === undefined ? undefined : lt(messages.id, before),
          ),
        )
        .orderBy(desc(messages.id))
        .limit(limit)
      return rows.map(toMessage)
    },
    async markInterrupted(settledAt, diagnosis) {
      return await transaction(async (open) => {
        const rows = await open.query<{ bot_id: string }>(
          `with interrupted as (
           update messages set state = 'unknown', settled_at = $1, diagnosis = $2, attempts = greatest(attempts, 1),
             server_id = null
           where state in ('queued', 'sending') and state = 'sending'
             and coalesce(server_id, '') not in (select id from servers where ${lease.isAlive})
           returning id, bot_id),
         stopped as (
           update outbox set next_attempt_at = null where message_id in (select id from interrupted))
         select bot_id from interrupted`,
          [settledAt, JSON.stringify(diagnosis)],
        )
        const botIds = rows.map((row) => row.bot_id)
        await addMailCounts(open, countsOfBots(botIds, 'unknown', settledAt))
        return rows.length
      }, 'read committed')
    },
  }
}
