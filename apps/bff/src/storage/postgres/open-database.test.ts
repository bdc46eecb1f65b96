import { afterEach, beforeEach, expect, it } from 'vitest'
import { StorageFault } from '../../ground/storage-fault.ts'
import { openMigratedDatabase } from '../../testing/open-migrated-database.ts'
import { createTestDatabase } from '../../testing/postgres.ts'
import { createBatches } from './batches.ts'
import { migrate } from './migrate.ts'
import { type Database, openPool } from './open-database.ts'

let databases: Awaited<ReturnType<typeof openMigratedDatabase>>
let database: Database
beforeEach(async () => {
  databases = await openMigratedDatabase()
  database = databases.connect()
})
afterEach(() => databases.close())

it('runs a transaction again that another one interfered with', async () => {
  await database.query('create table counters (id int primary key, count int not null)')
  await database.query('insert into counters values (1, 0)')
  const increase = () =>
    database.transaction(async ({ query }) => {
      const [row] = await query<{ count: number }>('select count from counters where id = 1')
      await query('update counters set count = $1 where id = 1', [(row?.count ?? 0) + 1])
    })
  await Promise.all(Array.from({ length: 10 }, increase))
  expect(await database.query('select count from counters')).toEqual([{ count: 10 }])
})

it('rolls back when the work throws, and keeps the connection', async () => {
  const fail = database.transaction(async ({ query }) => {
    await query(`insert into bots values ('a', 'A', '2026')`)
    throw new Error('no')
  })
  await expect(fail).rejects.toThrow('no')
  expect(await database.query('select id from bots')).toEqual([])
})

it('reports a database that cannot be reached, and a statement that takes too long, as faults', async () => {
  const nowhere = openPool({ url: 'postgres://127.0.0.1:9/x', poolSize: 1, timeoutMs: 500 })
  await expect(nowhere.query('select 1')).rejects.toThrow(StorageFault)
  await expect(nowhere.transaction(({ query }) => query('select 1'))).rejects.toThrow(StorageFault)
  const hurried = openPool({ url: databases.url, poolSize: 1, timeoutMs: 2_000 })
  await expect(hurried.query('select pg_sleep(20)')).rejects.toMatchObject({ code: 'query-timeout' })
  expect(await hurried.query('select 1 as one')).toEqual([{ one: 1 }])
  await hurried.close()
})

it('works again after the database ended its connections', async () => {
  const victim = databases.connect()
  await victim.query('select 1')
  const running = victim.query('select pg_sleep(5)')
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  await Promise.all([expect(running).rejects.toThrow(StorageFault), database.query(kill)])
  expect(await victim.query('select 1 as one')).toEqual([{ one: 1 }])
})

it('runs a statement whose plan is kept, also after PgBouncer has lent the connection of another client', async () => {
  const one = openPool({ url: databases.url, poolSize: 1, timeoutMs: 10_000 })
  const planned = () => one.query('select from pg_prepared_statements')
  const double = one.prepare<{ doubled: number }>('select $1::int * 2 as doubled')
  expect(await double([4])).toEqual([{ doubled: 8 }])
  expect(await planned()).toHaveLength(1)
  // As on the connection of another client.
  await one.query('deallocate all')
  expect(await double([5])).toEqual([{ doubled: 10 }])
  expect(await double([6])).toEqual([{ doubled: 12 }])
  expect(await planned()).toHaveLength(0)
  await one.close()
})

it('runs a statement whose plan is kept, also after a newer server has changed what it returns', async () => {
  const one = openPool({ url: databases.url, poolSize: 1, timeoutMs: 10_000 })
  await one.query('create table things (id int)')
  const list = one.prepare<{ id: number }>('select * from things')
  expect(await list([])).toEqual([])
  await one.query('alter table things add column name text')
  await one.query(`insert into things values (1, 'a')`)
  expect(await list([])).toEqual([{ id: 1, name: 'a' }])
  await one.close()
})

it('makes a plan again when the table may have grown since', async () => {
  const one = openPool({ url: databases.url, poolSize: 1, timeoutMs: 10_000 })
  // As in the first minute, before the first analysis.
  await one.query(
    'create table growing (id int primary key, value int, a text, b text, c text, d text) with (autovacuum_enabled = false)',
  )
  await one.query('insert into growing select n, 0 from generate_series(1, 20) as n')
  const update = one.prepare(
    'update growing set value = given.value from unnest($1::int[], $2::int[]) as given(id, value) where growing.id = given.id',
  )
  const ids = Array.from({ length: 20 }, (_, index) => index + 1)
  const run = async (times: number) => {
    for (let time = 0; time < times; time += 1) await update([ids, ids])
  }
  const given = `'{${ids.join()}}'`
  const explain = async () => {
    const [last] = await one.query<{ name: string }>(
      'select name from pg_prepared_statements order by name desc limit 1',
    )
    const rows = await one.query<{ 'QUERY PLAN': string }>(`explain execute "${last?.name}" (${given}, ${given})`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  await run(20)
  expect(await explain()).toContain('Seq Scan on growing')
  await one.query('insert into growing select n, 0 from generate_series(21, 50000) as n')
  // Without a new name, PostgreSQL would keep the plan, unless changes elsewhere made it forget all of them.
  await run(79)
  expect(await one.query('select from pg_prepared_statements')).toHaveLength(1)
  await run(10)
  expect(await one.query('select from pg_prepared_statements')).toHaveLength(2)
  expect(await explain()).toContain('Index Scan using growing_pkey')
  await one.close()
})

it('reports an error of a statement as it is', async () => {
  await expect(database.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
  await expect(database.query('select nothing')).rejects.not.toThrow(StorageFault)
})

it('lets servers that start at the same time migrate once', async () => {
  const created = await createTestDatabase()
  const servers = Array.from({ length: 3 }, () => openPool({ url: created.url, poolSize: 1, timeoutMs: 60_000 }))
  const ran = await Promise.all(servers.map(migrate))
  expect(ran.filter((count) => count > 0)).toHaveLength(1)
  await Promise.all(servers.map((server) => server.close()))
  await created.drop()
})

it('tolerates a schema that is one version newer, but no other', async () => {
  const ahead = (count: number) =>
    database.query(`insert into schema_migrations (applied_as, hash) values (${9_000_000_000_000 + count}, 'new')`)
  await ahead(1)
  expect(await migrate(database)).toBe(0)
  await ahead(2)
  await expect(migrate(database)).rejects.toThrow(/newer version/)
  await database.query('delete from schema_migrations where applied_as > 9000000000000')
  await database.query(`update schema_migrations set hash = 'other'`)
  await expect(migrate(database)).rejects.toThrow(/Another build/)
})

it('refuses to change, truncate or delete audit events that are not old', async () => {
  await database.query(`insert into audit_events (id, at, actor, action, outcome, details)
    values ('a', '2026-01-01', '{}', 'bot.created', 'succeeded', '{}')`)
  for (const attack of ['update audit_events set id = $$b$$', 'delete from audit_events', 'truncate audit_events'])
    await expect(database.query(attack)).rejects.toThrow(/audit events are/)
})

it('serves many items with few statements, and one bad item does not fail the others', async () => {
  const sizes: number[] = []
  const divide = createBatches(async (items: number[]) => {
    sizes.push(items.length)
    return (
      await database.query<{ result: number }>(
        'select 100 / item as result from unnest($1::int[]) with ordinality as input(item, position) order by position',
        [items],
      )
    ).map(({ result }) => result)
  })
  expect(await Promise.all(Array.from({ length: 50 }, (_, index) => divide(index + 1)))).toHaveLength(50)
  expect(sizes.length).toBeLessThan(5)
  const results = await Promise.allSettled([divide(10), divide(0), divide(5)])
  expect(results).toMatchObject([{ value: 10 }, { status: 'rejected' }, { value: 20 }])
})
