import * as z from 'zod/mini'
import { sentFileSchema } from './configuration-file.ts'
import { fieldErrorSchema } from './problem.ts'

/** The values that an import compares, in the order in which it shows them. */
export const importedMembers = [
  'name',
  'userEmail',
  'clientId',
  'tenantId',
  'userId',
  'cloud',
  'secretExpiresOn',
] as const
export type ImportedMember = (typeof importedMembers)[number]

/** What an import does with a bot. `configured`: it gets its first values. `left`: nothing differs. */
export const plannedOutcomes = [
  'created',
  'configured',
  'changed',
  'renamed',
  'left',
  'not-allowed',
  'not-valid',
] as const
/** `skipped`: the bot changed while the import ran, so nothing was done with it. */
export const importOutcomes = [...plannedOutcomes, 'skipped'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

export const changingOutcomes: readonly ImportOutcome[] = ['created', 'configured', 'changed', 'renamed']

const changeSchema = z.strictObject({
  member: z.enum(importedMembers),
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  /** Why the import does not change this value. */
  refusal: z.optional(z.string()),
})
export type ImportChange = z.infer<typeof changeSchema>

const botIn = <Outcomes extends readonly [ImportOutcome, ...ImportOutcome[]]>(outcomes: Outcomes) =>
  z.strictObject({
    /** Where the bot is in the file, from 0. */
    position: z.int(),
    /** Null if it is not valid. */
    id: z.nullable(z.string()),
    name: z.nullable(z.string()),
    outcome: z.enum(outcomes),
    changes: z.array(changeSchema),
    /** What a person has to do afterward until mail is sent with the values of the file. */
    waitsFor: z.nullable(z.enum(['client-secret', 'submit'])),
    detail: z.optional(z.string()),
    /** The pointers begin at the file. */
    errors: z.optional(z.array(fieldErrorSchema)),
  })

export const plannedBotSchema = botIn(plannedOutcomes)
export type PlannedBot = z.infer<typeof plannedBotSchema>

export const importPlanSchema = z.strictObject({
  /** Identifies exactly this plan, for the import. */
  digest: z.string(),
  counts: z.record(z.enum(plannedOutcomes), z.int()),
  /** In the order of the file. */
  bots: z.array(plannedBotSchema),
  /** Bots here that are not in the file. An import does not change them. */
  notInFile: z.array(z.strictObject({ id: z.string(), name: z.string() })),
})
export type ImportPlan = z.infer<typeof importPlanSchema>

export const importRequestSchema = z.strictObject({
  digest: z.string().check(z.regex(/^[\w-]{43}$/, 'Use the digest of the plan.')),
  file: sentFileSchema,
})

const importedResultSchema = botIn(importOutcomes)
export type ImportedResult = z.infer<typeof importedResultSchema>

export const importResultSchema = z.strictObject({
  counts: z.record(z.enum(importOutcomes), z.int()),
  bots: z.array(importedResultSchema),
})
export type ImportResult = z.infer<typeof importResultSchema>
