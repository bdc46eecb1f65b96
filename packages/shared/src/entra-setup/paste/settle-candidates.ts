import { type NationalCloud, nationalCloudNames, nationalClouds } from '../../national-cloud.ts'
import { type Office365Field, office365FieldLabels } from '../../office365-fields.ts'
import { readOffice365Field } from '../../read-office365-field.ts'
import { microsoftOwnIds } from '../microsoft-ids.ts'
import type { PasteCandidate, PasteRemark } from './read-candidate.ts'

export type Settlement<Value> = { value: Value } | { remark: PasteRemark } | null

const manyValues = 'Several different values were pasted for it. Enter the right one.'

function settle<Value>(
  name: string,
  candidates: readonly PasteCandidate[],
  read: (text: string) => { value: Value } | { remedy: string },
): Settlement<Value> {
  const strong = candidates.filter(({ label }) => label.strength === 'strong')
  const readings = (strong.length > 0 ? strong : candidates).map(({ text }) => read(text))
  const values = [...new Set(readings.flatMap((reading) => ('value' in reading ? [reading.value] : [])))]
  if (values.length > 1) return { remark: { name, reason: manyValues } }
  const [value] = values
  if (value !== undefined) return { value }
  const refused = readings.find((reading) => 'remedy' in reading)
  return refused && 'remedy' in refused ? { remark: { name, reason: refused.remedy } } : null
}

export const settleField = (field: Office365Field, candidates: readonly PasteCandidate[]): Settlement<string> =>
  settle(
    office365FieldLabels[field],
    candidates.filter(({ label }) => label.target === field),
    (text) =>
      microsoftOwnIds.has(text)
        ? { remedy: "It is one of Microsoft's own IDs, such as the app of Azure CLI. Copy the ID of your app." }
        : readOffice365Field(field, text),
  )

export const settleDate = (candidates: readonly PasteCandidate[]): Settlement<string> =>
  settle(
    'Secret expires',
    candidates.filter(({ label }) => label.target === 'secretExpiresOn'),
    (text) => ({ value: text }),
  )

function readCloud(text: string): NationalCloud | null {
  const plain = text.trim().toLowerCase()
  const otherNames: Record<string, NationalCloud> = {
    azurecloud: 'global',
    public: 'global',
    azureusgovernment: 'us-government',
    azurechinacloud: 'china',
    bleucloud: 'bleu',
    deloscloud: 'delos',
    govsgcloud: 'govsg',
    'gcc high': 'us-government',
    dod: 'us-government-dod',
  }
  const named = nationalCloudNames.find((name) => name === plain || nationalClouds[name].label.toLowerCase() === plain)
  return named ?? (Object.hasOwn(otherNames, plain) ? (otherNames[plain] ?? null) : null)
}

/** By name, otherwise by the hosts of Microsoft Graph in the text, each of which belongs to one cloud. */
export function settleCloud(candidates: readonly PasteCandidate[], text: string): Settlement<NationalCloud> {
  const named = settle(
    'Cloud',
    candidates.filter(({ label, text: name }) => label.target === 'cloud' && readCloud(name) !== null),
    (name) => {
      const cloud = readCloud(name)
      return cloud ? { value: cloud } : { remedy: 'Select it yourself.' }
    },
  )
  if (named) return named
  const byHost = nationalCloudNames.filter((name) => text.includes(nationalClouds[name].graphUrl))
  const [only, another] = byHost
  if (only && !another) return { value: only }
  return another ? { remark: { name: 'Cloud', reason: manyValues } } : null
}
