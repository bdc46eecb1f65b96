import { maxFileBytes, sentFileSchema } from '@office365-email/shared/configuration-file'
import * as z from 'zod/mini'
import { transferTexts } from './texts.ts'

const texts = transferTexts.import

export type SentFile = z.infer<typeof sentFileSchema>

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** Reads the text of a file as far as the server reads it as a whole. The server checks each bot. */
export function readFile(text: string): { file: SentFile } | { fault: string } {
  if (text.trim() === '') return { fault: texts.missing }
  if (new TextEncoder().encode(text).length > maxFileBytes) return { fault: texts.tooLarge }
  const document = parseJson(text)
  if (document === undefined) return { fault: texts.notJson }
  const { data } = z.safeParse(sentFileSchema, document)
  return data ? { file: data } : { fault: texts.notAFile }
}
