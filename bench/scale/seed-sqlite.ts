import { DatabaseSync } from 'node:sqlite'

import { diagnosis, healthOf, largeBots, largeShare, type Size, spanMs } from './seed.ts'

/** One in a thousand fails and has a diagnosis; one in 500 has an expired secret; one in ten is not set up. */
const addBots = `
  with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < $last)
  insert into bots (id, name, created_at)
  select printf('bot-%05d', n), printf('%s %05d', case n % 4 when 0 then 'Orders' when 1 then 'Invoices' when 2 then
    'Alerts' else 'Reports' end, n), '2026-01-01T00:00:00.000Z' from numbers`
const addConfigurations = `
  with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < $last)
  insert into office365_configurations (bot_id, version, generation, state, user_email, client_id, tenant_id, user_id,
    cloud, sealed_secret, sealed_with, secret_saved_at, secret_expires_on, saved_at, saved_by, health)
  select printf('bot-%05d', n), 1, printf('generation-%05d', n), 'locked', printf('bot-%05d@contoso.example', n),
    printf('c0470505-0000-4000-8000-%012d', n), 'c0470505-0000-4000-8000-00000000c001',
    printf('00000000-0000-4000-8000-%012d', n), 'global', printf('%.*c', 180, 'x'), $key, $at,
    case n % 500 when 3 then '2020-01-01' else date('now', printf('%d days', 31 + n % 700)) end, $at, '{"kind":"system","id":"bench","name":"bench"}',
    case n % 1000 when 7 then $failing else $working end
  from numbers where n % 10 <> 9`

/**
 * Every 20,000th message of the bot whose mail fails was accepted, so that a list of those reads nearly all others. A
 * fifth goes to one address, some addresses and words occur three times, and one frequent address only in one bot.
 */
const addMessages = `
  with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < $last),
  timed as (select n, printf('%012x', $first + n * $step) as hex,
    strftime('%Y-%m-%dT%H:%M:%fZ', ($first + n * $step) / 1000.0, 'unixepoch') as at, n % 100 as share from numbers),
  owned as (select *, case when share < $large then '${largeBots.sent}' when share < 2 * $large then
    '${largeBots.failed}' else printf('bot-%05d', 2 + n % ($bots - 2)) end as bot from timed),
  settled as (select *, case
    when bot = '${largeBots.failed}' then case n % 20000 when $large then 'accepted' else 'failed' end
    when n % 1000 = 1 then 'unknown' when n % 100 = 2 then 'failed' when n % 5000 = 3 then 'cancelled'
    else 'accepted' end as state from owned)
  insert into messages (id, bot_id, state, source, recipients, subject, created_at, settled_at, attempts,
    microsoft_request_id, diagnosis)
  select printf('%s-%s-7000-8000-%012x', substr(hex, 1, 8), substr(hex, 9), n), bot, state,
    '{"kind":"service","name":"bench"}', printf('{"to":[{"address":"%s"}],"cc":[],"bcc":[]}', case
      when n % 400000 = 1 then 'rare@only.example' when share = 7 then 'audit@fabrikam.example'
      when n % 5 = 0 then 'ops@contoso.example'
      else printf('customer-%d@shop-%d.example', n * 7919 % 200000, n % 1000) end),
    case when n % 400000 = 3 then 'Zeppelin tickets' when n % 4 = 0 then 'Your order ' || n
      when n % 4 = 1 then 'Invoice ' || n || ' for your order' when n % 4 = 2 then 'Password reset for your account'
      else 'Delivery note ' || n end, at, at, 1, case state when 'accepted' then printf('%032x', n) end,
    case state when 'failed' then $diagnosis end
  from settled`

/** 90 days of every bot, and their sums. */
const counted = `accepted, simulated, failed, unknown, cancelled, throttled, in125ms, in250ms, in500ms, in1s, in2s, in4s,
  in8s, in16s, in1min, in5min, in30min, in3h, later`
const addDays = `
  with recursive days(back) as (select 0 union all select back + 1 from days where back < 89)
  insert into mail_days (bot_id, day, ${counted})
  select id, date('now', printf('-%d days', back)), 100, 0, 2, 1, 0, 3, 0, 60, 30, 5, 3, 1, 1, 0, 0, 0, 0, 0, 0
  from bots, days`
const addTotals = `
  insert into mail_day_totals (day, ${counted})
  select day, ${counted.replaceAll(/(\w+)/g, 'sum($1)')} from mail_days group by day`

/** Writes into a database that the server has made and closed. The secrets are not real: nothing opens them. */
export function seedSqlite(file: string, { bots, messages }: Size): void {
  const database = new DatabaseSync(file)
  database.exec('pragma synchronous = off; begin')
  const [key] = database.prepare('select id from encryption_keys').all()
  const at = new Date().toISOString()
  database.prepare(addBots).run({ last: bots - 1 })
  database.prepare(addConfigurations).run({
    last: bots - 1,
    at,
    key: String(key?.['id']),
    ...healthOf,
  })
  database.exec(addDays)
  database.exec(addTotals)
  database.prepare(addMessages).run({
    last: messages - 1,
    first: Date.now() - spanMs,
    step: Math.floor(spanMs / messages),
    bots,
    large: largeShare * 100,
    diagnosis: JSON.stringify(diagnosis),
  })
  database.exec('commit; pragma wal_checkpoint(truncate)')
  database.close()
}
