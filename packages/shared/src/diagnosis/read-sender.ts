import type { Owner } from './diagnosis.ts'
import { contains, containsAny } from './match-pieces.ts'
import type { Clues } from './read-clues.ts'
import { programFaults, type SenderSign, senderSigns } from './rules/senders.ts'

/** The system that sent a response, as far as its words, its headers and the circumstances show. */
export interface Sender {
  owner: Owner
  /** `asked`: this server itself called the system. `assumed`: only the stage says so. */
  certainty: 'certain' | 'asked' | 'likely' | 'assumed' | 'none'
  /** The name of a system that is neither Entra nor a mailbox. */
  service: string | null
}

const plain = (owner: Owner, certainty: Sender['certainty']): Sender => ({ owner, certainty, service: null })

const shows = ({ says, headerSays }: SenderSign, { text, source, headerText }: Clues): boolean =>
  (says !== undefined && (containsAny(text, says) || containsAny(source, says))) ||
  (headerSays !== undefined && containsAny(headerText, headerSays))

const toSender = (sign: SenderSign): Sender => ({
  owner: sign.owner,
  certainty: sign.certainty,
  service: sign.service ?? null,
})

/** A JSON error of Google's form: its code is the status, and its status is a word. */
const isGoogles = ({ members }: Clues): boolean =>
  /^[A-Z]+_?[A-Z_]+$/.test(members.get('status') ?? '') && /^\d{3}$/.test(members.get('code') ?? '')

/** A web page or a plain text in the place of a response in JSON is probably not from the system that was asked. */
const isMachineReadable = ({ html, text, members }: Clues): boolean => !html && (text === '' || members.size > 0)

export function readSender(clues: Clues, asked: Owner | null, signs = senderSigns): Sender {
  if (clues.numbers.length > 0) return plain('entra', 'certain')
  const certain = signs.find((sign) => sign.certainty === 'certain' && shows(sign, clues))
  if (certain !== undefined) return toSender(certain)
  if (isGoogles(clues)) return { owner: 'other', certainty: 'certain', service: 'Google' }
  if (clues.status === 407) return plain('proxy', 'certain')
  if (asked !== null && clues.status !== null && isMachineReadable(clues)) return plain(asked, 'asked')
  const isFaultOfProgram = programFaults.some((piece) => contains(clues.text, piece))
  if (isFaultOfProgram && !clues.isAnswer) return plain('caller', 'none')
  const likely = signs.filter((sign) => sign.certainty === 'likely' && shows(sign, clues))
  const ofStage = likely.find(({ owner }) => owner === (clues.stage === 'token' ? 'entra' : clues.stage))
  const [first] = ofStage === undefined ? likely : [ofStage]
  if (first !== undefined) return toSender(first)
  if (clues.stage === 'token' && clues.headers.has('x-ms-request-id')) return plain('entra', 'likely')
  if (clues.stage === 'graph') return plain('graph', 'assumed')
  if (clues.stage === 'token') return plain('entra', 'assumed')
  return plain(isFaultOfProgram ? 'caller' : 'unknown', 'none')
}
