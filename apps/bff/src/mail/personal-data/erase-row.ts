import { isDeepStrictEqual } from 'node:util'
import type { Recipient } from '@office365-email/shared/message'
import type { AddressUse, PersonalDataKind } from '@office365-email/shared/personal-data'
import type { AddressText } from './address-text.ts'
import type { FoundRow, RowChange, StoredPlace, StoredTexts } from './personal-data-store.ts'

/** What a row is to the person: counted, and changed or left; or in use, and left. */
export type Finding = { kind: PersonalDataKind; change: RowChange | null } | { use: AddressUse; id: string }

interface Erasure {
  address: string
  text: AddressText
  pseudonym: string
}

const mapTexts = (texts: StoredTexts, change: (text: string) => string): StoredTexts =>
  Object.fromEntries(Object.entries(texts).map(([column, text]) => [column, text === null ? null : change(text)]))

const changeOf = ({ key, texts }: FoundRow, after: StoredTexts): RowChange => ({
  key,
  before: texts,
  after,
  deletes: 'nothing',
  replacements: [],
})

/** JSON as `messages.recipients` has it. */
interface Recipients {
  to: Recipient[]
  cc: Recipient[]
  bcc: Recipient[]
}

function eraseMessage({ address, text, pseudonym }: Erasure, row: FoundRow): Finding | null {
  const { state, recipients: stored = null } = row.texts
  const { to, cc, bcc }: Recipients = JSON.parse(stored ?? '{"to":[],"cc":[],"bcc":[]}')
  const isTheirs = (one: Recipient) => one.address.toLowerCase() === address.toLowerCase()
  const isNamed = ({ name }: Recipient) => name !== undefined && text.isIn(name)
  // The name goes with the address. Another address stays as it is, even if it looks as if it contained this one.
  const clean = (one: Recipient): Recipient => {
    if (isTheirs(one)) return { address: pseudonym }
    return one.name === undefined ? one : { ...one, name: text.replaceIn(one.name, pseudonym) }
  }
  const cleanAll = (list: Recipient[]) => list.map(clean)
  const all = [...to, ...cc, ...bcc]
  const isOnlyTheirs = all.length > 0 && all.every(isTheirs)
  const recipients = all.some((one) => isTheirs(one) || isNamed(one))
    ? JSON.stringify({ to: cleanAll(to), cc: cleanAll(cc), bcc: cleanAll(bcc) })
    : stored
  const after = {
    ...mapTexts(row.texts, (value) => text.replaceIn(value, pseudonym)),
    recipients,
    ...(isOnlyTheirs && { subject: '' }),
  }
  if (isDeepStrictEqual(after, row.texts)) return null
  if (state === 'queued' || state === 'sending') return { kind: 'waiting', change: null }
  if (state === 'unknown') return { kind: 'unknown', change: null }
  const isInBody = recipients !== stored || after['subject'] !== row.texts['subject']
  const deletes = isOnlyTheirs ? 'message' : isInBody ? 'body' : 'nothing'
  return { kind: isOnlyTheirs ? 'messages' : 'sharedMessages', change: { ...changeOf(row, after), deletes } }
}

/** The database replaces one spelling at a time, and refuses every other change of an audit event. */
function eraseAuditEvent({ text, pseudonym }: Erasure, row: FoundRow): Finding {
  const replacements: { found: string; replacement: string }[] = []
  let after = row.texts
  for (;;) {
    const found = Object.values(after)
      .map((value) => (value === null ? null : text.findIn(value)))
      .find((one) => one !== null)
    if (!found) return { kind: 'auditEvents', change: { ...changeOf(row, after), replacements } }
    const wanted = `${found.before}${found.address}${found.after}`
    const replacement = `${found.before}${pseudonym}${found.after}`
    replacements.push({ found: wanted, replacement })
    after = mapTexts(after, (value) => value.replaceAll(wanted, () => replacement))
  }
}

const replaced =
  (kind: PersonalDataKind, replacement: (erasure: Erasure) => string = ({ pseudonym }) => pseudonym) =>
  (erasure: Erasure, row: FoundRow): Finding => ({
    kind,
    change: changeOf(
      row,
      mapTexts(row.texts, (text) => erasure.text.replaceIn(text, replacement(erasure))),
    ),
  })

const used =
  (use: AddressUse) =>
  (_: Erasure, { key, texts }: FoundRow): Finding => ({ use, id: texts['bot_id'] ?? key })

/** The values of a link are deleted with its secret as soon as they are approved, refused or too old. */
const eraseIntakeLink = (erasure: Erasure, row: FoundRow): Finding =>
  row.texts['sealed_with'] === null ? replaced('records')(erasure, row) : used('intake-link')(erasure, row)

const erasures: Record<StoredPlace, (erasure: Erasure, row: FoundRow) => Finding | null> = {
  messages: eraseMessage,
  'idempotency-keys': () => ({ kind: 'idempotencyKeys', change: null }),
  'audit-events': eraseAuditEvent,
  // A pseudonym in a field would look like a value that someone has typed.
  drafts: replaced('drafts', () => ''),
  health: replaced('records'),
  'intake-links': eraseIntakeLink,
  alerts: replaced('alerts'),
  'alert-states': replaced('records'),
  'alert-conditions': replaced('records'),
  'alert-channels': replaced('records'),
  'service-keys': replaced('records'),
  mailboxes: used('mailbox'),
  'stored-mailboxes': used('mailbox'),
  people: used('person'),
  bots: used('bot'),
  'service-key-names': used('service-key'),
  'alert-recipients': used('alert-channel'),
}

/** Null if the row only has a longer address that contains this one. */
export const eraseRow = (place: StoredPlace, erasure: Erasure, row: FoundRow): Finding | null =>
  Object.values(row.texts).some((text) => text !== null && erasure.text.isIn(text))
    ? erasures[place](erasure, row)
    : null
