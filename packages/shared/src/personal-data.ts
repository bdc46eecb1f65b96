import * as z from 'zod/mini'
import { mailAddressSchema } from './text-schemas.ts'

/** Where an address may be, in the order in which it is looked for. The index comes after the messages. */
export const personalDataPlaces = [
  'messages',
  'search-index',
  'idempotency-keys',
  'audit-events',
  'drafts',
  'health',
  'intake-links',
  'alerts',
  'alert-states',
  'alert-conditions',
  'alert-channels',
  'service-keys',
  'mailboxes',
  'stored-mailboxes',
  'people',
  'bots',
  'service-key-names',
  'alert-recipients',
] as const
export type PersonalDataPlace = (typeof personalDataPlaces)[number]

export const pseudonymPattern = /^removed-[0-9a-f]{12}@removed\.invalid$/

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const keyPatterns: Partial<Record<PersonalDataPlace, RegExp>> = {
  messages: uuidPattern,
  'search-index': uuidPattern,
  'idempotency-keys': uuidPattern,
  'stored-mailboxes': uuidPattern,
  'audit-events': /^\d{1,15}$/,
}
const otherKeyPattern = /^[\x21-\x7e]{1,100}$/

/** Where the next step continues, as the step before returned it. */
const positionSchema = z
  .strictObject({
    place: z.enum(personalDataPlaces),
    /** The last row that was read; null at the beginning of a place. */
    after: z.nullable(z.string()),
    /** What replaces the address in this run. The server does not keep it anywhere else. */
    pseudonym: z.string().check(z.regex(pseudonymPattern)),
  })
  .check(
    z.refine(({ place, after }) => after === null || (keyPatterns[place] ?? otherKeyPattern).test(after), {
      path: ['after'],
      message: 'Send the position as the response had it.',
    }),
  )
export type PersonalDataPosition = z.infer<typeof positionSchema>

export const personalDataStepSchema = z
  .strictObject({
    address: mailAddressSchema,
    position: z.optional(positionSchema),
  })
  .check(
    z.refine(({ address, position }) => address.toLowerCase() !== position?.pseudonym, {
      path: ['position', 'pseudonym'],
      // Each replacement would be found again.
      message: 'Use a pseudonym other than the address.',
    }),
  )

export const personalDataKinds = [
  'messages',
  'sharedMessages',
  'auditEvents',
  'drafts',
  'records',
  'alerts',
  'waiting',
  'unknown',
  'idempotencyKeys',
] as const
export type PersonalDataKind = (typeof personalDataKinds)[number]

const count = (description: string) => z.int().check(z.describe(description))

const countsSchema = z.strictObject({
  messages: count('Settled messages to only this address.'),
  sharedMessages: count('Settled messages that also have other recipients, or that contain the address elsewhere.'),
  auditEvents: count('Audit events.'),
  drafts: count('Drafts of a configuration.'),
  records: count('Saved errors, closed links for IT admins, and names of people who created something.'),
  alerts: count('Alerts that wait to be delivered.'),
  waiting: count('Queued or sending messages. They are not deleted.'),
  unknown: count('Messages whose outcome is unknown. They are not deleted.'),
  idempotencyKeys: count('Idempotency keys that contain the address. They stay until they expire.'),
})
export type PersonalDataCounts = z.infer<typeof countsSchema>

export const addressUses = ['mailbox', 'person', 'bot', 'service-key', 'alert-channel', 'intake-link'] as const
export type AddressUse = (typeof addressUses)[number]

const inUseSchema = z.strictObject({
  use: z.enum(addressUses),
  /** The ID of the bot, person, key or channel; of a link, the ID of its bot. */
  id: z.string(),
})
export type AddressInUse = z.infer<typeof inUseSchema>

export const personalDataResultSchema = z.strictObject({
  counts: countsSchema,
  inUse: z.array(inUseSchema).check(z.describe('Where the address is in use. It is not changed there.')),
  read: count('Rows that this step has read.'),
  next: z
    .nullable(positionSchema)
    .check(z.describe('The position to send with the next step; null after the last one.')),
})
export type PersonalDataResult = z.infer<typeof personalDataResultSchema>

export const noCounts = (): PersonalDataCounts => ({
  messages: 0,
  sharedMessages: 0,
  auditEvents: 0,
  drafts: 0,
  records: 0,
  alerts: 0,
  waiting: 0,
  unknown: 0,
  idempotencyKeys: 0,
})

/** Each use is named once, however many rows say so. */
export function addUse(uses: AddressInUse[], { use, id }: AddressInUse): void {
  if (!uses.some((other) => other.use === use && other.id === id)) uses.push({ use, id })
}

/** The sum of the steps of a run. */
export function addResult(sum: PersonalDataResult, step: PersonalDataResult): PersonalDataResult {
  const counts = noCounts()
  for (const kind of personalDataKinds) counts[kind] = sum.counts[kind] + step.counts[kind]
  const inUse = [...sum.inUse]
  for (const one of step.inUse) addUse(inUse, one)
  return {
    counts,
    inUse,
    read: sum.read + step.read,
    next: step.next,
  }
}

/** Takes steps until the last one. `onStep` gets the sum so far. */
export async function takeAllSteps(
  take: (position: PersonalDataPosition | undefined) => Promise<PersonalDataResult>,
  onStep: (sum: PersonalDataResult) => void = () => undefined,
): Promise<PersonalDataResult> {
  let sum = await take(undefined)
  onStep(sum)
  while (sum.next !== null) {
    sum = addResult(sum, await take(sum.next))
    onStep(sum)
  }
  return sum
}
