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

/** Whose response it is, in one sentence. A failure of the network has no sender. */
export const describeOwner = ({ owner, field }: Pick<DiagnosisView, 'owner' | 'field'>): string =>
  owner === 'unknown' && field === 'network' ? 'No response from Microsoft arrived.' : sentences[owner]
