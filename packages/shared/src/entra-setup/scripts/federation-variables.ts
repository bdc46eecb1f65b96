import type { Federation } from '../../credential.ts'
import { nameFederatedCredential } from '../setup-names.ts'
import { whoMayAdd } from './registered-app.ts'
import type { ScriptRefusal, ScriptVariable } from './setup-script.ts'

export const addFederatedCredentialIntro: readonly string[] = [
  'Adds a federated credential to the app of one bot in Microsoft Entra: the app then trusts statements that the',
  'server of the dashboard signs for this bot. The script does not delete or replace a credential. If the app already',
  'has the federated credential, nothing changes. An app can have 20 of them.',
  whoMayAdd,
]

/** Bash writes the values into JSON, where these characters would need to be escaped. */
const unsafeInJson = /["\\\s]/

/** The values of a federated credential, for variables with these names; or a refusal. */
export function readFederation(
  botId: string,
  federation: Federation,
  names: Record<'name' | keyof Federation, string>,
): { variables: ScriptVariable[] } | { refusal: ScriptRefusal } {
  const { issuer, subject, audience } = federation
  const variables: ScriptVariable[] = [
    { name: names.issuer, label: 'Issuer', text: issuer },
    { name: names.subject, label: 'Subject', text: subject },
    { name: names.audience, label: 'Audience', text: audience },
    { name: names.name, label: 'Name', text: nameFederatedCredential(botId, federation) },
  ]
  const unsafe = variables.find(({ text }) => text === '' || unsafeInJson.test(text))
  return unsafe
    ? { refusal: { value: unsafe.label, reason: 'A script cannot contain it. Enter the values in Entra.' } }
    : { variables }
}
