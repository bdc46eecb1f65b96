import type { ImportedBot, ValuesInFile } from '@office365-email/shared/configuration-file'
import type { ImportChange, PlannedBot } from '@office365-email/shared/configuration-import'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import type { FieldError } from '@office365-email/shared/problem'
import type { BotScope } from '@office365-email/shared/session'
import type { SavedValues } from '../configuration/office365-configuration.ts'
import { canKeepSecret, findDifferences, formValuesOf, savedValuesOf } from './compare-values.ts'
import type { CurrentBot } from './current-bots.ts'

/** The caller of an import: the bots that they have access to, and what they may not do. */
export interface Importer {
  botIds: BotScope
  /** Why they cannot create or rename bots; null if they can. */
  refusal: string | null
}

/** A bot of a file, or why it is not valid. The pointers begin at the file. */
export type BotInFile = { bot: ImportedBot } | { errors: FieldError[]; id: string | null; name: string | null }

/** What an import does with one bot. */
export interface BotPlan {
  shown: PlannedBot
  /** Changes with every save of the configuration, so that a plan never outlives one. */
  version: number | null
  /** The bot's new name, also of a new bot; null if it stays. */
  name: string | null
  /** What the form of the bot's page has afterward; null if it stays. */
  draft: Office365Draft['values'] | null
}

const unknownBot = 'There is no bot with this ID, or you have no access to it.'

type Values = Pick<BotPlan, 'draft'> & Pick<PlannedBot, 'changes' | 'waitsFor'>

const unchanged: Values = { draft: null, changes: [], waitsFor: null }

/** For a configured bot, the draft has only the values that differ, as if a person had entered them. */
function draftOf(
  saved: SavedValues | null,
  wanted: ValuesInFile,
  changed: readonly string[],
): Office365Draft['values'] {
  const { secretExpiresOn, ...values } = wanted
  const all = { ...values, secretExpiresOn: secretExpiresOn ?? '' }
  if (!saved) return all
  return Object.fromEntries(Object.entries(all).filter(([member]) => changed.includes(member)))
}

function planValues(current: Pick<CurrentBot, 'saved' | 'draft'>, wanted: ValuesInFile | null): Values {
  if (!wanted) return unchanged
  const { saved } = current
  const keepsSecret = canKeepSecret(saved, wanted)
  const form = formValuesOf(current)
  // The form has a cloud before anyone chooses one.
  const shown = saved ? savedValuesOf(saved) : { ...form, cloud: current.draft.values.cloud ?? null }
  const differing = findDifferences(shown, wanted, { keepsSecret })
  if (saved && differing.length === 0) return { ...unchanged, waitsFor: keepsSecret ? null : 'client-secret' }
  const waitsFor = keepsSecret ? 'submit' : 'client-secret'
  if (findDifferences(form, wanted, { keepsSecret }).length === 0) return { ...unchanged, waitsFor }
  const changes = differing.map((member): ImportChange => ({ member, from: shown[member], to: wanted[member] }))
  return { draft: draftOf(saved, wanted, differing), changes, waitsFor }
}

const nothingOf = { saved: null, draft: { values: {}, doneSteps: [] } }

function planMissing({ id, name, office365 }: ImportedBot, position: number, importer: Importer): BotPlan {
  const detail = importer.botIds === 'all' ? importer.refusal : unknownBot
  if (detail !== null) {
    const shown: PlannedBot = { position, id, name, outcome: 'not-allowed', changes: [], waitsFor: null, detail }
    return { shown, version: null, name: null, draft: null }
  }
  const { draft, changes, waitsFor } = planValues(nothingOf, office365)
  const named: ImportChange = { member: 'name', from: null, to: name }
  const shown: PlannedBot = { position, id, name, outcome: 'created', changes: [named, ...changes], waitsFor }
  return { shown, version: null, name, draft }
}

interface Deeds {
  isConfigured: boolean
  hasDraft: boolean
  renames: boolean
  /** Why the bot keeps its name although the file has another. */
  refusal: string | null
}

function outcomeOf({ isConfigured, hasDraft, renames, refusal }: Deeds): PlannedBot['outcome'] {
  if (hasDraft) return isConfigured ? 'changed' : 'configured'
  if (renames) return 'renamed'
  return refusal === null ? 'left' : 'not-allowed'
}

function planExisting(wanted: ImportedBot, position: number, current: CurrentBot, importer: Importer): BotPlan {
  const { id } = wanted
  const { saved } = current
  const { draft, changes, waitsFor } = planValues(current, wanted.office365)
  const isRenamed = current.name !== wanted.name
  const refusal = isRenamed ? importer.refusal : null
  const rename: ImportChange = {
    member: 'name',
    from: current.name,
    to: wanted.name,
    ...(refusal !== null && { refusal }),
  }
  const renames = isRenamed && refusal === null
  const outcome = outcomeOf({ isConfigured: saved !== null, hasDraft: draft !== null, renames, refusal })
  const shown: PlannedBot = {
    position,
    id,
    name: wanted.name,
    outcome,
    changes: isRenamed ? [rename, ...changes] : changes,
    waitsFor,
    ...(outcome === 'not-allowed' && refusal !== null && { detail: refusal }),
  }
  return { shown, version: saved?.version ?? null, name: renames ? wanted.name : null, draft }
}

/** `current` is undefined if there is no such bot, or if it is out of the importer's reach. */
export function planBot(
  entry: BotInFile,
  position: number,
  current: CurrentBot | undefined,
  importer: Importer,
): BotPlan {
  if ('errors' in entry) {
    const { errors, id, name } = entry
    const shown: PlannedBot = { position, id, name, outcome: 'not-valid', changes: [], waitsFor: null, errors }
    return { shown, version: null, name: null, draft: null }
  }
  return current ? planExisting(entry.bot, position, current, importer) : planMissing(entry.bot, position, importer)
}
