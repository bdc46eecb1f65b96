import { botIdSchema } from '@office365-email/shared/bot'
import { importedBotSchema } from '@office365-email/shared/configuration-file'
import type { Schema } from '@office365-email/shared/endpoint'
import type { FieldError } from '@office365-email/shared/problem'
import { nameSchema } from '@office365-email/shared/text-schemas'
import * as z from 'zod/mini'
import type { BotInFile } from './plan-bot.ts'

/** Parses a part of a request. Each error says what to send instead, and repeats no value. */
export type ParsePart = <Part extends Schema>(
  schema: Part,
  value: unknown,
) => { value: z.output<Part> } | { errors: FieldError[] }

const namedSchema = z.object({ id: z.unknown(), name: z.unknown() })

/** The ID and the name of a bot that is not valid, if these are. */
function recognize(bot: unknown): { id: string | null; name: string | null } {
  const { id, name } = z.safeParse(namedSchema, bot).data ?? {}
  return { id: z.safeParse(botIdSchema, id).data ?? null, name: z.safeParse(nameSchema, name).data ?? null }
}

/** Reads each bot by itself. */
export const readBotsInFile = (bots: readonly unknown[], parse: ParsePart): BotInFile[] =>
  bots.map((one, position) => {
    const parsed = parse(importedBotSchema, one)
    if ('value' in parsed) return { bot: parsed.value }
    const errors = parsed.errors.map(({ pointer, detail }) => ({ pointer: `/bots/${position}${pointer}`, detail }))
    return { errors, ...recognize(one) }
  })
