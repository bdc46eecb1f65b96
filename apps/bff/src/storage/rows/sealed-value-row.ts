import { type LostValues, type SealedKind, sealedKinds } from '../../mail/encryption-keys/sealed-values.ts'

interface Columns {
  table: string
  bot: string
  id: string
  sealed: string
  version: string
}

/** Where each kind is stored, as SQL of every engine. Every table has the key's ID in `sealed_with`. */
export const sealedColumns: Record<SealedKind, Columns> = {
  'client secret': {
    table: 'office365_configurations',
    bot: 'bot_id',
    id: 'bot_id',
    sealed: 'sealed_secret',
    version: 'version',
  },
  'certificate key': { table: 'credential_keys', bot: 'bot_id', id: 'id', sealed: 'sealed_key', version: '1' },
  'intake submission': {
    table: 'intake_links',
    bot: 'bot_id',
    id: 'id',
    sealed: 'sealed_secret',
    version: 'case when prepared is null then 1 else 2 end',
  },
  'queued message': { table: 'outbox', bot: 'bot_id', id: 'message_id', sealed: 'sealed_message', version: '1' },
  'webhook secret': { table: 'alert_webhooks', bot: "''", id: 'id', sealed: 'sealed_secret', version: '1' },
  'federation key': { table: 'federation_keys', bot: "''", id: 'id', sealed: 'sealed_key', version: '1' },
}

/** Every kind with its columns. */
export const sealedPlaces = sealedKinds.map((kind) => ({ kind, ...sealedColumns[kind] }))

/** Only the values of webhooks have an address. */
export const addressColumnOf = (kind: SealedKind): string => (kind === 'webhook secret' ? 'url' : "''")

export interface LostRow {
  botId: string
  botName: string | null
  address: string
  count: number
}

export const toLostValues = (kind: SealedKind, { botId, botName, address, count }: LostRow): LostValues => ({
  kind,
  bot: botId === '' ? null : { id: botId, name: botName ?? botId },
  address: address && new URL(address).host,
  count,
})
