import { Client } from 'pg'

/** Creates an empty database for one server. Returns its URL. */
export async function createDatabase(name: string): Promise<string> {
  const { TEST_DATABASE_URL: server } = process.env
  if (!server) throw new Error('Set TEST_DATABASE_URL to a PostgreSQL server, with a role that may create databases.')
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(`drop database if exists ${name} with (force)`)
  await client.query(`create database ${name} template template0 encoding 'UTF8'`)
  await client.end()
  const url = new URL(server)
  url.pathname = name
  return url.href
}
