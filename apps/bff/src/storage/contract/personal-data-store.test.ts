import type { PersonalDataResult } from '@office365-email/shared/personal-data'
import { takeAllSteps } from '@office365-email/shared/personal-data'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRequestContext } from '../../ground/request-context.ts'
import { takeStep } from '../../mail/personal-data/take-step.ts'
import { personalDataTables } from '../rows/personal-data-tables.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf, idOf } from './examples.ts'
import { insertBody, insertBot, insertMessage, insertMessages, insertRow } from './insert-rows.ts'

const jane = 'jane.canary@victim.example'
const named = JSON.stringify({ kind: 'person', id: 'p', name: jane })
const context = createRequestContext({ kind: 'system', id: 'test', name: 'test' }, new Date(at))

/** Columns of text that cannot have an address: IDs, states, times, hashes, and what is sealed. */
const others =
  /(^office365_configurations\.state|^intake_links\.state|\.(id|bot_id|message_id|service_key_id|person_id|webhook_id|sender_bot_id|resend_of|microsoft_request_id|request_id|client_id|tenant_id|user_id|server_id|after_id|last_id|keep_from|found|replacement|generation|cloud|credential|credential_kind|prepared|public_key|kind|role|outcome|answer|action|reason|day|ip|at|since|scopes|bot_ids|done_steps|recipient_domains|fingerprint|fingerprinted_with|token_hash|key_hash|id_hash|password_hash|provider_issuer|provider_subject|sealed_\w+|leased_by|\w+_at|\w+_on))$/

describe.each(engineNames)('personal data on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const run = (isDeletion: boolean): Promise<PersonalDataResult> =>
    takeAllSteps((position) =>
      takeStep(open.storage, context, { address: jane, position: position ?? null, isDeletion }),
    )

  it('is looked for in every column of text that can have an address', async () => {
    const columns = await open.sql<{ name: string }>(
      engine === 'sqlite'
        ? `select t.name || '.' || c.name as name from sqlite_schema t join pragma_table_info(t.name) c
           where t.type = 'table' and t.name not glob '*drizzle*' and t.name not glob 'sqlite_*' and upper(c.type) like 'TEXT%'`
        : `select table_name || '.' || column_name as name from information_schema.columns
           where table_schema = 'public' and data_type in ('text', 'json')`,
    )
    const known = Object.values(personalDataTables).flatMap(({ table, columns: texts }) =>
      Object.keys(texts).map((column) => `${table}.${column}`),
    )
    const ownOfPostgres = /^(servers|lane_slots|lane_pauses|background_jobs|storage_identity|schema_migrations)\./
    const missing = columns
      .map(({ name }) => name)
      .filter((name) => !known.includes(name) && !others.test(name) && !ownOfPostgres.test(name))
    // Terms are made from messages, and their blocks are made again.
    expect(missing).toEqual(['message_terms.term'])
  })

  it('is replaced in saved errors, closed links, alerts, and names of those who made something', async () => {
    await insertBot(open, 'orders')
    const health = JSON.stringify({ state: 'failing', since: at, diagnosis: { evidence: { message: `No ${jane}!` } } })
    await insertRow(open, 'office365_configurations', {
      bot_id: 'orders',
      version: 1,
      state: 'locked',
      user_email: 'bot@contoso.example',
      saved_by: named,
      health,
      restriction: null,
    })
    const link = { bot_id: 'orders', created_at: at, created_by: named, expires_at: at, tries: 0 }
    const submitted = JSON.stringify({ userEmail: jane })
    await insertRow(open, 'intake_links', { ...link, id: 'closed', token_hash: '1', state: 'approved', submitted })
    await insertRow(open, 'intake_links', {
      ...link,
      id: 'waiting',
      token_hash: '2',
      state: 'submitted',
      submitted,
      sealed_secret: 's',
      sealed_with: 'k',
    })
    await insertRow(open, 'alert_webhooks', {
      id: 'a',
      url: 'https://hooks.example',
      sealed_secret: 's',
      sealed_with: 'k',
      created_at: at,
      created_by: named,
      last_delivery: JSON.stringify({ excerpt: jane }),
    })
    await insertRow(open, 'alert_deliveries', {
      id: 'd',
      webhook_id: 'a',
      alert: JSON.stringify({ title: `${jane} fails` }),
      attempts: 0,
      next_attempt_at: 0,
    })
    await insertRow(open, 'alert_states', { bot_id: 'orders', state: JSON.stringify({ by: jane }) })
    const condition = { alert: { title: `The service key ${jane} has used its daily quota` } }
    await insertRow(open, 'alert_conditions', { id: 'quota/k', state: JSON.stringify(condition) })
    const { counts, inUse } = await run(true)
    expect(counts).toMatchObject({ records: 5, alerts: 1 })
    expect(inUse).toEqual([{ use: 'intake-link', id: 'orders' }])
    const [row] = await open.sql<{ health: unknown }>('select health from office365_configurations')
    expect(JSON.stringify(row)).toMatch(/No removed-[0-9a-f]{12}@removed\.invalid!/)
    for (const table of [
      'office365_configurations',
      'alert_webhooks',
      'alert_deliveries',
      'alert_states',
      'alert_conditions',
    ])
      expect([table, JSON.stringify(await open.sql(`select * from ${table}`))]).toEqual([
        table,
        expect.not.stringContaining(jane),
      ])
    const links = await open.sql<{ id: string }>('select * from intake_links order by id')
    expect(links.filter((one) => JSON.stringify(one).includes(jane)).map(({ id }) => id)).toEqual(['waiting'])
  })

  it('is found in upper case, in columns of text and of JSON', async () => {
    const name = jane.toUpperCase()
    await insertRow(open, 'bots', { id: 'orders', name, created_at: at })
    await open.storage.audit.append(auditEventOf({ details: { to: name } }))
    const { counts, inUse } = await run(true)
    expect(counts).toMatchObject({ auditEvents: 1 })
    expect(inUse).toEqual([{ use: 'bot', id: 'orders' }])
  })

  it('keeps a message that is being sent, and the stored body of another address', async () => {
    for (const [number, state] of (['sending', 'failed', 'failed'] as const).entries())
      await insertMessage(open, idOf(number + 1), { state })
    for (const number of [1, 2])
      await open.sql(
        `update messages set recipients = '{"to":[{"address":"${jane}"}],"cc":[],"bcc":[]}' where id = '${idOf(number)}'`,
      )
    await open.sql(`update messages set diagnosis = '{"evidence":{"message":"${jane}"}}' where id = '${idOf(3)}'`)
    for (const number of [1, 2, 3]) await insertBody(open, idOf(number), { nextAttemptAt: null })
    expect((await run(true)).counts).toMatchObject({ messages: 1, sharedMessages: 1, waiting: 1 })
    const ids = async (table: string, column: string) =>
      (await open.sql<{ id: string }>(`select ${column} as id from ${table} order by 1`)).map(({ id }) => id)
    expect(await ids('messages', 'id')).toEqual([idOf(1), idOf(3)])
    expect(await ids('outbox', 'message_id')).toEqual([idOf(1), idOf(3)])
    expect(await open.sql('select * from outbox_usage where bytes = 12')).toHaveLength(1)
  })

  it('leaves a row that changed since it was read', async () => {
    await insertMessage(open, idOf(1), { state: 'failed' })
    await open.sql(`update messages set subject = '${jane}'`)
    const { personalData } = open.storage
    const [row] = (await personalData.readSome('messages', null, [jane])).rows
    await open.sql("update messages set state = 'queued'")
    const change = { key: row?.key ?? '', before: row?.texts ?? {}, after: { ...row?.texts, subject: '' } }
    await personalData.change('messages', [{ ...change, deletes: 'message', replacements: [] }], () => auditEventOf())
    expect(await open.sql('select state, subject from messages')).toEqual([{ state: 'queued', subject: jane }])
    expect(await open.storage.audit.list({ reach: 'everything', limit: 9 })).toEqual([])
  })

  it('is not taken for the end of an address of someone else, whose message stays as it is', async () => {
    await insertMessage(open, idOf(1), { state: 'failed' })
    const recipients = JSON.stringify({ to: [{ address: `x!${jane}` }, { address: `o'${jane}` }], cc: [], bcc: [] })
    await open.sql(`update messages set recipients = '${recipients.replaceAll("'", "''")}'`)
    await insertBody(open, idOf(1), { nextAttemptAt: null })
    expect((await run(true)).counts).toMatchObject({ messages: 0, sharedMessages: 0 })
    const [row] = await open.sql<{ recipients: unknown }>('select recipients from messages')
    expect(typeof row?.recipients === 'string' ? JSON.parse(row.recipients) : row?.recipients).toEqual(
      JSON.parse(recipients),
    )
    expect(await open.sql('select message_id from outbox')).toHaveLength(1)
  })

  it('is recorded by one run only, if two find it in the same audit event', async () => {
    await open.storage.audit.append(auditEventOf({ details: { to: jane } }))
    const { personalData } = open.storage
    const [row] = (await personalData.readSome('audit-events', null, [jane])).rows
    const pseudonym = 'removed-0123456789ab@removed.invalid'
    const change = { key: row?.key ?? '', before: row?.texts ?? {}, after: {}, deletes: 'nothing' } as const
    const replacements = [{ found: `"${jane}"`, replacement: `"${pseudonym}"` }]
    for (const id of ['first', 'second'])
      await personalData.change('audit-events', [{ ...change, replacements }], () => auditEventOf({ id }))
    const events = await open.storage.audit.list({ reach: 'everything', limit: 9 })
    expect(events.map(({ event }) => event.id)).toContain('first')
    expect(events.map(({ event }) => event.id)).not.toContain('second')
  })

  it('is found beyond one batch', async () => {
    const messages = Array.from({ length: 2_100 }, (_, number) => ({
      id: idOf(number + 1),
      botId: 'orders',
      state: 'accepted' as const,
      source: { kind: 'service' as const, name: 'test' },
      to: [{ address: number % 700 === 0 ? jane : 'bob@other.example' }],
      cc: [],
      bcc: [],
      subject: 'Subject',
      createdAt: at,
      settledAt: at,
      attempts: 1,
      microsoft: null,
    }))
    await insertMessages(open, messages)
    const { counts, read } = await run(true)
    expect(counts.messages).toBe(3)
    expect(read).toBeGreaterThan(2_100)
    expect((await run(false)).counts.messages).toBe(0)
  })
})

describe.each(engineNames)('the audit log on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    await open.storage.audit.append(auditEventOf({ details: { to: jane, other: 'bob@other.example' } }))
  })
  afterEach(() => open.close())

  const replace = (found: string, replacement: string) =>
    open.storage.personalData.change(
      'audit-events',
      [{ key: '1', before: {}, after: {}, deletes: 'nothing', replacements: [{ found, replacement }] }],
      () => auditEventOf(),
    )
  const pseudonym = 'removed-0123456789ab@removed.invalid'

  it('lets an address become a pseudonym, and nothing else change', async () => {
    for (const [found, replacement] of [
      [`"${jane}"`, '"mallory@example.com"'],
      ['"other"', `"${pseudonym}"`],
      [`"to":"${jane}"`, `"${pseudonym}"`],
      [`"${jane}"`, `"${pseudonym},`],
      [`"${jane}"`, `"${pseudonym} and more"`],
    ] as const)
      await expect(replace(found, replacement)).rejects.toThrow(/constraint/i)
    const unchanged = await open.storage.audit.list({ reach: 'everything', limit: 9 })
    expect(unchanged.map(({ event }) => event.details)).toEqual([{ to: jane, other: 'bob@other.example' }])
    await replace(`"${jane}"`, `"${pseudonym}"`)
    const events = await open.storage.audit.list({ reach: 'everything', limit: 9 })
    expect(events.at(-1)?.event.details).toEqual({ to: pseudonym, other: 'bob@other.example' })
    expect(await open.sql('select * from audit_retention')).toEqual([])
    for (const change of ["action = 'bot.deleted'", "details = '{}'", "actor = '{}'", "at = '2020'", 'bot_id = 1'])
      await expect(open.sql(`update audit_events set ${change}`)).rejects.toThrow(/never changed|type/)
  })

  it('keeps every other column while an address is replaced', async () => {
    await open.sql(
      `insert into audit_retention (id, keep_from, found, replacement) values (2, '', '"${jane}"', '"${pseudonym}"')`,
    )
    const details = engine === 'sqlite' ? 'details' : 'details::text'
    const cast = engine === 'sqlite' ? '' : '::json'
    const set = `details = replace(${details}, '"${jane}"', '"${pseudonym}"')${cast}`
    await expect(open.sql(`update audit_events set ${set}, action = 'bot.deleted'`)).rejects.toThrow(/never changed/)
    await expect(open.sql(`update audit_events set ${set}, sequence = 7`)).rejects.toThrow(/never changed/)
    await expect(open.sql(`update audit_events set details = '{}'`)).rejects.toThrow(/never changed/)
    await open.sql(`update audit_events set ${set}`)
    await expect(open.sql('delete from audit_events')).rejects.toThrow(/retention/)
  })
})
