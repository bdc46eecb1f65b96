import type { DiagnosisView, Owner } from '../diagnosis.ts'

const sentences: Readonly<Record<Owner, string>> = {
  entra: 'This is a response from Microsoft Entra.',
  graph: 'This is a response from Microsoft Graph.',
  exchange: 'This is a response from Exchange Online.',
  proxy: 'This is a response from a proxy, not from Microsoft.',
  caller: 'This comes from the sending program itself, not from Microsoft.',
  'this-server': 'This comes from this server, not from Microsoft.',
  other: 'This is a response from another service.',
  unknown: 'The text does not show who sent the response.',
}

/** Whose response it is. A failure of the network has no sender. */
export function describeOwner({ owner, field, cause }: Pick<DiagnosisView, 'owner' | 'field' | 'cause'>): string {
  if (owner !== 'unknown') return sentences[owner]
  if (field === 'network') return 'No response from Microsoft arrived.'
  if (cause === 'unclear' || cause === 'not_microsoft') return sentences.unknown
  return `${sentences.unknown} The diagnosis applies if it was Microsoft.`
}
