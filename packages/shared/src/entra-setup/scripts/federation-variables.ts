import { type Federation, nameFederatedCredential } from '../setup-names.ts'
import type { ScriptRefusal, ScriptVariable } from './setup-script.ts'

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
