import * as z from 'zod/mini'
import { type Bot, botIdShape } from './bot.ts'
import { botStatuses } from './bot-status.ts'
import { configurationStateSchema, healthStateSchema } from './office365-configuration.ts'
import { limitSchema, parsedTextSchema } from './text-schemas.ts'

/** Where a bot is in the list, which is in order of name and then of ID. */
export type BotPosition = Pick<Bot, 'name' | 'id'>

/** Base64url, so that clients need not encode a cursor before they put it into an address. */
export function writeBotCursor({ name, id }: BotPosition): string {
  const bytes = new TextEncoder().encode(`${id}:${name}`)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Null if it is not a cursor of this API. */
export function readBotCursor(cursor: string): BotPosition | null {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const text = decoder.decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
    const [, id = '', name = ''] = /^([^:]+):(.+)$/s.exec(text) ?? []
    const position = { name, id }
    // No name has a NUL, which PostgreSQL refuses in every text.
    if (name.includes('\0')) return null
    return botIdShape.test(id) && writeBotCursor(position) === cursor ? position : null
  } catch {
    return null
  }
}

const maxIds = 200
const idsRemedy = `Name 1 to ${maxIds} IDs of bots, separated by commas.`

export const listBotsQuerySchema = z.strictObject({
  q: z.optional(z.string().check(z.trim(), z.maxLength(100, 'Use at most 100 characters.'))),
  state: z.optional(configurationStateSchema),
  health: z.optional(healthStateSchema),
  status: z.optional(z.enum([...botStatuses, 'attention'])),
  ids: z.optional(
    parsedTextSchema((text) => {
      const ids = text.split(',')
      return ids.length <= maxIds && ids.every((id) => botIdShape.test(id)) ? ids : null
    }, idsRemedy),
  ),
  cursor: z.optional(parsedTextSchema(readBotCursor, 'Use the nextCursor of a response.')),
  limit: z.optional(limitSchema),
})
