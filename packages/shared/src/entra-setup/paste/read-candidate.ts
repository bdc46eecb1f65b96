import { isMasked, looksLikeCurrentSecret } from '../../client-secret.ts'
import type { PasteLabel } from './paste-labels.ts'
import { readDate } from './read-date.ts'

/** A text after a label, reduced to what may be the value. */
export interface PasteCandidate {
  label: PasteLabel
  text: string
}

export interface PasteRemark {
  name: string
  reason: string
}

export type CandidateReading = { candidates: PasteCandidate[] } | { remark: PasteRemark } | null

const guidPattern = /(?<![0-9a-z-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z-])/gi

export const findGuids = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(guidPattern), ([guid]) => guid.toLowerCase())),
]

const shortestSecret = 16

function unwrap(text: string): string {
  const trimmed = text.trim().replace(/[,;]$/, '').trim()
  const wrapped = /^(["'`]|\*\*|<)(.*?)(?:\1|>)$/.exec(trimmed)
  return (wrapped?.[2] ?? trimmed).trim()
}

function readSecret(label: PasteLabel, value: string): CandidateReading {
  const whole = unwrap(value.replace(/\s#\s.*$/, ''))
  const [first = '', second] = whole.split(/\s+/, 2)
  const token = unwrap(first)
  // A period may belong to a secret; it ends the sentence only if the secret would be too long with it.
  const text =
    token.endsWith('.') && token.length === 41 && looksLikeCurrentSecret(token.slice(0, -1))
      ? token.slice(0, -1)
      : token
  if (looksLikeCurrentSecret(text)) return { candidates: [{ label, text }] }
  if (findGuids(whole).length > 0 && findGuids(text).length > 0) {
    if (label.strength === 'weak') return null
    return {
      remark: {
        name: label.name,
        reason: 'It is the Secret ID. Copy the Value next to it, which Entra shows only once.',
      },
    }
  }
  if (label.strength === 'weak' || whole === '') return null
  if (second !== undefined)
    return { remark: { name: label.name, reason: 'The text after it is a sentence, not a secret.' } }
  if (isMasked(text))
    return {
      remark: { name: label.name, reason: 'The secret is masked. Create a new one and copy its Value immediately.' },
    }
  if (text.length < shortestSecret)
    return { remark: { name: label.name, reason: 'It is too short for a client secret.' } }
  return { candidates: [{ label, text }] }
}

function readAddress(label: PasteLabel, value: string): CandidateReading {
  const addresses = new Set(
    value
      .replaceAll('mailto:', ' ')
      .split(/[\s<>()[\],;"'`|*]+/)
      .filter((part) => part.includes('@'))
      .map((part) => part.replace(/[.:]+$/, '')),
  )
  return addresses.size === 0 ? null : { candidates: [...addresses].map((text) => ({ label, text })) }
}

function readId(label: PasteLabel, value: string): CandidateReading {
  const guids = findGuids(value)
  if (guids.length > 0) return { candidates: guids.map((text) => ({ label, text })) }
  if (label.target === 'userId') return readAddress(label, value)
  const only = unwrap(value)
  // A domain or an address, or a word such as `common`, for which there is a remedy.
  if (label.target === 'tenantId' && /^(?:\S+[./]\S+|common|organizations|consumers)$/i.test(only))
    return { candidates: [{ label, text: only }] }
  if (/^[{(]?[0-9a-f]{6,}-[0-9a-f-]{6,}(…|\.{3})?$/i.test(only))
    return { remark: { name: label.name, reason: 'The ID is cut off or has too many digits. Copy it again.' } }
  return null
}

/** The values after a label, or why they cannot be used; null if there is nothing to report. */
export function readCandidate(label: PasteLabel, value: string): CandidateReading {
  if (label.target === 'not-wanted') {
    const isWorthReporting = label.name === 'Secret ID' || label.name === "App's object ID"
    return isWorthReporting && findGuids(value).length > 0
      ? { remark: { name: label.name, reason: 'The form has no field for it.' } }
      : null
  }
  if (label.target === 'secretExpiresOn') {
    const date = readDate(value)
    if (date === null) return null
    if ('isAmbiguous' in date)
      return { remark: { name: label.name, reason: 'The date can be read in two ways. Enter it yourself.' } }
    return { candidates: [{ label, text: date.date }] }
  }
  if (label.target === 'cloud') return { candidates: [{ label, text: unwrap(value) }] }
  if (label.target === 'clientSecret') return readSecret(label, value)
  if (label.target === 'userEmail') return readAddress(label, value)
  return readId(label, value)
}
