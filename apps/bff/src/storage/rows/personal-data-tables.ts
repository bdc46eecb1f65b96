import { NIL } from 'uuid'
import type { StoredPlace } from '../../mail/personal-data/personal-data-store.ts'

interface PlaceTable {
  table: string
  /** Has an index. Rows are read in its order. */
  key: string
  keyType: 'text' | 'uuid' | 'bigint'
  /** Comes before all keys. */
  first: string
  /** The columns that may contain an address, and those that decide what happens to the row. */
  columns: Readonly<Record<string, 'text' | 'json'>>
}

const byText = (table: string, key: string, columns: PlaceTable['columns']): PlaceTable => ({
  table,
  key,
  keyType: 'text',
  first: '',
  columns,
})

const byMessage = (table: string, key: string, columns: PlaceTable['columns']): PlaceTable => ({
  table,
  key,
  keyType: 'uuid',
  first: NIL,
  columns,
})

/** docs/operations.md lists the same for people. A test compares it with the schema. */
export const personalDataTables: Readonly<Record<StoredPlace, PlaceTable>> = {
  messages: byMessage('messages', 'id', {
    state: 'text',
    source: 'json',
    recipients: 'json',
    subject: 'text',
    diagnosis: 'json',
  }),
  'idempotency-keys': byMessage('idempotency_keys', 'message_id', { key: 'text' }),
  'audit-events': {
    table: 'audit_events',
    key: 'sequence',
    keyType: 'bigint',
    first: '0',
    columns: { actor: 'json', details: 'json' },
  },
  drafts: byText('office365_drafts', 'bot_id', { values: 'json' }),
  health: byText('office365_configurations', 'bot_id', { health: 'json', restriction: 'json', saved_by: 'json' }),
  'intake-links': byText('intake_links', 'id', {
    bot_id: 'text',
    submitted: 'json',
    created_by: 'json',
    sealed_with: 'text',
  }),
  alerts: byText('alert_deliveries', 'id', { alert: 'json' }),
  'alert-states': byText('alert_states', 'bot_id', { state: 'json' }),
  'alert-conditions': byText('alert_conditions', 'id', { state: 'json' }),
  'alert-channels': byText('alert_webhooks', 'id', { created_by: 'json', last_delivery: 'json' }),
  'service-keys': byText('service_keys', 'id', { created_by: 'json' }),
  mailboxes: byText('office365_configurations', 'bot_id', { user_email: 'text', waiting_credential: 'json' }),
  'stored-mailboxes': byMessage('outbox', 'message_id', { bot_id: 'text', mailbox: 'text' }),
  people: byText('people', 'id', { email: 'text', name: 'text' }),
  bots: byText('bots', 'id', { name: 'text' }),
  'service-key-names': byText('service_keys', 'id', { name: 'text' }),
  'alert-recipients': byText('alert_webhooks', 'id', { url: 'text', settings: 'json' }),
}

/** Rows that are read in one statement: a few milliseconds, and 0.1 seconds if every row is a message to 500 recipients. */
export const rowsAtOnce = 200
