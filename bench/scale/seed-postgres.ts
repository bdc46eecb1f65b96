import { Client } from 'pg'
import { diagnosis, healthOf, largeBots, largeShare, type Size, spanMs } from './seed.ts'

/** The same rows as in `seed-sqlite.ts`. */
const addBots = `
  insert into bots (id, name, created_at)
  select 'bot-' || lpad(n::text, 5, '0'), (array['Orders', 'Invoices', 'Alerts', 'Reports'])[n % 4 + 1] || ' ' ||
    lpad(n::text, 5, '0'), '2026-01-01T00:00:00.000Z' from generate_series(0, $1::int) as n`
const addConfigurations = `
  insert into office365_configurations (bot_id, version, generation, state, user_email, client_id, tenant_id, user_id,
    cloud, sealed_secret, sealed_with, secret_saved_at, secret_expires_on, saved_at, saved_by, health)
  select 'bot-' || lpad(n::text, 5, '0'), 1, 'generation-' || lpad(n::text, 5, '0'), 'locked',
    'bot-' || lpad(n::text, 5, '0') || '@contoso.example', 'c0470505-0000-4000-8000-' || lpad(n::text, 12, '0'),
    'c0470505-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-' || lpad(n::text, 12, '0'), 'global',
    repeat('x', 180), $2, $3::text, case n % 500 when 3 then '2020-01-01' else '2099-01-01' end, $3,
    '{"kind":"system","id":"bench","name":"bench"}', (case n % 1000 when 7 then $4 else $5 end)::json
  from generate_series(0, $1::int) as n where n % 10 <> 9`
const addMessages = `
  with timed as (select n, $2::bigint + n * $3::bigint as ms, n % 100 as share from generate_series(0, $1::bigint) as n),
  owned as (select *, to_char(to_timestamp(ms / 1000.0) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
    case when share < $5 then '${largeBots.sent}' when share < 2 * $5 then '${largeBots.failed}'
    else 'bot-' || lpad((2 + n % ($4 - 2))::text, 5, '0') end as bot from timed),
  settled as (select *, case
    when bot = '${largeBots.failed}' then case n % 20000 when $5 then 'accepted' else 'failed' end
    when n % 1000 = 1 then 'unknown' when n % 100 = 2 then 'failed' when n % 5000 = 3 then 'cancelled'
    else 'accepted' end as state from owned)
  insert into messages (id, bot_id, state, source, recipients, subject, created_at, settled_at, attempts,
    microsoft_request_id, diagnosis)
  select (lpad(to_hex(ms), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, bot, state,
    '{"kind":"service","name":"bench"}', ('{"to":[{"address":"' || case
      when n % 400000 = 1 then 'rare@only.example' when share = 7 then 'audit@fabrikam.example'
      when n % 5 = 0 then 'ops@contoso.example'
      else 'customer-' || n * 7919 % 200000 || '@shop-' || n % 1000 || '.example' end || '"}],"cc":[],"bcc":[]}')::json,
    case when n % 400000 = 3 then 'Zeppelin tickets' when n % 4 = 0 then 'Your order ' || n
      when n % 4 = 1 then 'Invoice ' || n || ' for your order' when n % 4 = 2 then 'Password reset for your account'
      else 'Delivery note ' || n end, at, at, 1, case state when 'accepted' then lpad(to_hex(n), 32, '0') end,
    case state when 'failed' then $6::json end
  from settled`

/** Writes into a database that the server has made. */
export async function seedPostgres(url: string, { bots, messages }: Size): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ id: string }>('select id from encryption_keys')
  const at = new Date().toISOString()
  await client.query(addBots, [bots - 1])
  await client.query(addConfigurations, [bots - 1, rows[0]?.id ?? '', at, healthOf.failing, healthOf.working])
  const step = Math.floor(spanMs / messages)
  await client.query(addMessages, [
    ...[messages - 1, Date.now() - spanMs, step, bots, largeShare * 100, JSON.stringify(diagnosis)],
  ])
  await client.query('vacuum analyze')
  await client.end()
}
