import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type AddressInUse,
  addUse,
  noCounts,
  type PersonalDataPlace,
  type PersonalDataPosition,
  type PersonalDataResult,
  personalDataPlaces,
} from '@office365-email/shared/personal-data'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { MessageSearch } from '../search/message-search.ts'
import { createAddressText, needlesOf } from './address-text.ts'
import { eraseRow } from './erase-row.ts'
import type { PersonalDataStore, RowChange } from './personal-data-store.ts'

export interface PersonalDataDependencies {
  personalData: PersonalDataStore
  messageSearch: MessageSearch
}

interface Step {
  address: string
  /** Null for the first step. */
  position: PersonalDataPosition | null
  /** Whether it deletes what it finds. */
  isDeletion: boolean
}

/** Enough that a million messages need few requests; no proxy ends one that is so short. */
const stepMs = 1_000

/** The random value is in no log and no table by itself, so nothing leads back to the address. */
const makePseudonym = () => `removed-${randomBytes(6).toString('hex')}@removed.invalid`

const placeAfter = (place: PersonalDataPlace): PersonalDataPlace | null =>
  personalDataPlaces[personalDataPlaces.indexOf(place) + 1] ?? null

/** Looks for an address for about a second, and deletes what it finds if it is to. */
export async function takeStep(
  { personalData, messageSearch }: PersonalDataDependencies,
  context: RequestContext,
  { address, position, isDeletion }: Step,
): Promise<PersonalDataResult> {
  const endAt = performance.now() + stepMs
  const pseudonym = position?.pseudonym ?? makePseudonym()
  const erasure = { address, text: createAddressText(address), pseudonym }
  const needles = needlesOf(address)
  const counts = noCounts()
  const inUse: AddressInUse[] = []
  let read = 0
  let place: PersonalDataPlace | null = position?.place ?? personalDataPlaces[0]
  let after = position?.after ?? null

  async function takeBatch(from: PersonalDataPlace): Promise<string | null> {
    if (from === 'search-index') return isDeletion ? await messageSearch.forgetSome(address, after) : null
    const found = await personalData.readSome(from, after, needles)
    const changes: RowChange[] = []
    for (const row of found.rows) {
      const finding = eraseRow(from, erasure, row)
      if (finding === null) continue
      if ('use' in finding) addUse(inUse, finding)
      else counts[finding.kind] += 1
      if ('change' in finding && finding.change) changes.push(finding.change)
    }
    const eventOf = (changed: number) =>
      auditEvent(context, 'personal-data.deleted', { details: { pseudonym, place: from, count: changed } })
    if (isDeletion && changes.length > 0) await personalData.change(from, changes, eventOf)
    read += found.read
    return found.last
  }

  while (place !== null) {
    after = await takeBatch(place)
    if (after === null) place = placeAfter(place)
    if (performance.now() >= endAt) break
    await nextTurn()
  }
  if (place === null && isDeletion) await personalData.forgetDeleted()
  return { counts, inUse, read, next: place === null ? null : { place, after, pseudonym } }
}
