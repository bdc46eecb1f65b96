import { isSilent, judge } from './engine.ts'
import type { LabeledFailure } from './read-corpus.ts'

type Mutation = (text: string) => string

const wrapLines = (text: string, width: number, start: string): string =>
  text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}(?:\\s|$)|\\S+`, 'gu')) ?? [''])
    .map((line) => start + line.trimEnd())
    .join('\n')

const prefixLines = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map((line) => prefix + line)
    .join('\n')

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const truncations = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((percent): [string, Mutation] => [
  `cut at ${percent} %`,
  (text) => text.slice(0, Math.ceil((text.length * percent) / 100)),
])

/** What people, logs and tools do to a text on its way. None of it changes what happened. */
const mutations: readonly (readonly [string, Mutation])[] = [
  ['as text', (text) => text],
  ['upper case', (text) => text.toUpperCase()],
  ['lower case', (text) => text.toLowerCase()],
  ['line breaks as spaces', (text) => text.replaceAll(/\s+/g, ' ')],
  ['double spaces', (text) => text.replaceAll(' ', '  ')],
  ['no-break spaces', (text) => text.replaceAll(' ', '\u00a0')],
  ['spaces as tabs', (text) => text.replaceAll(' ', '\t')],
  ['lines of 60 characters', (text) => wrapLines(text, 60, '')],
  ['quoted mail', (text) => wrapLines(text, 72, '> ')],
  ['quoted twice', (text) => wrapLines(text, 50, '> > ')],
  ['in JSON', (text) => JSON.stringify({ message: text })],
  ['in JSON in JSON', (text) => JSON.stringify({ log: JSON.stringify({ response: text }) })],
  ['escaped in JSON twice', (text) => `level=error body=${JSON.stringify(JSON.stringify({ text }))}`],
  ['in an array of JSON', (text) => JSON.stringify([{ index: 0, errors: [{ detail: text }] }])],
  ['after a time stamp', (text) => prefixLines(text, '2026-11-29 07:31:12,455 ERROR [worker-2] mailer: ')],
  ['in journald', (text) => prefixLines(text, 'Nov 29 07:31:12 mail01 robot[4711]: ')],
  ['in Docker', (text) => prefixLines(text, 'mailer-1  | ')],
  ['in Kubernetes', (text) => prefixLines(text, '2026-11-29T07:31:12.123456789Z stderr F ')],
  ['in syslog', (text) => `<11>1 2026-11-29T07:31:12Z mail01 robot 4711 ID47 - ${text}`],
  ['in HTML', escapeHtml],
  ['in HTML twice', (text) => escapeHtml(escapeHtml(text))],
  ['in XML', (text) => `<entry level="error"><text>${escapeHtml(text)}</text></entry>`],
  ['in CSV', (text) => `2026-11-29;error;"${text.replaceAll('"', '""')}";7`],
  ['in a code block', (text) => `Our robot stopped with this:\n\`\`\`\n${text}\n\`\`\`\nWhat now?`],
  ['URL-encoded', (text) => `error_description=${encodeURIComponent(text.toWellFormed())}`],
  // cspell:disable
  ['in German', (text) => `Beim Versand ist ein Problem aufgetreten: ${text}\nBitte an den Support weitergeben.`],
  ['in French', (text) => `Une erreur s'est produite pendant l'envoi : ${text}\nMerci de prévenir le support.`],
  ['in Spanish', (text) => `Se produjo un problema durante el envío: ${text}\nAvise al equipo de soporte.`],
  ['in Japanese', (text) => `送信中に問題が発生しました。${text}\nサポートに連絡してください。`],
  // cspell:enable
  ...truncations,
]

export interface Mutated {
  id: string
  mutation: string
  /** The first cause for the record as it is. */
  before: string | undefined
  after: string | undefined
  result: 'same' | 'silent' | 'violation'
}

const textOf = ({ failure: { raw, body } }: LabeledFailure): string =>
  [raw, typeof body === 'string' || body === undefined ? body : JSON.stringify(body)].filter(Boolean).join('\n')

/**
 * Diagnoses every mutation of every record. A mutated text may lose what proves its cause: then the verdict may become
 * silent. It must never become another cause than before, unless the label calls that right.
 */
export function mutateAll(records: readonly LabeledFailure[]): Mutated[] {
  return records.flatMap((record) => {
    const text = textOf(record)
    if (text.trim() === '') return []
    const [before] = judge(record.failure).candidates
    const right = [before, record.label.cause, ...(record.label.accept ?? [])]
    return mutations.map(([mutation, mutate]): Mutated => {
      const [after] = judge({ ...record.failure, body: undefined, raw: mutate(text) }).candidates
      const result = right.includes(after) ? 'same' : isSilent(after) ? 'silent' : 'violation'
      return { id: record.id, mutation, before, after, result }
    })
  })
}
