import type { Federation } from '../../credential.ts'
import { bashSignIn } from './bash-parts.ts'
import { writeBashScript } from './bash-script.ts'
import { addFederatedCredentialIntro, readFederation } from './federation-variables.ts'
import { bashShowApp, checkLater, selectCheck } from './registered-app.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

/** Source: the reference of `az ad app federated-credential`. */
const body = String.raw`${bashSignIn}${bashShowApp}
FOUND=$(az ad app federated-credential list --id "$CLIENT_ID" --query '[].[issuer,subject,audiences[0]]' --output tsv |
  while IFS=$'\t' read -r issuer subject audience; do
    if [ "$issuer" = "$ISSUER" ] && [ "$subject" = "$SUBJECT" ]; then printf '%s\n' "$audience"; fi
  done)
if [ "$FOUND" = "$AUDIENCE" ]; then
  printf '%s\n' 'The app already has this federated credential. Nothing was changed. ${selectCheck}'
  exit 0
fi
if [ -n "$FOUND" ]; then
  fail "The app has a federated credential with this issuer and subject, but with the audience $FOUND. Nothing was changed. In Entra, change its audience to $AUDIENCE."
fi

CREDENTIAL=$(printf '{"name":"%s","issuer":"%s","subject":"%s","audiences":["%s"]}' "$CREDENTIAL_NAME" "$ISSUER" "$SUBJECT" "$AUDIENCE")
az ad app federated-credential create --id "$CLIENT_ID" --parameters "$CREDENTIAL" --output none --only-show-errors
printf '%s\n' "Added the federated credential $CREDENTIAL_NAME. Every other credential of the app was kept."
printf '%s\n' '${checkLater}'
`

export function writeAddFederatedCredentialBash(facts: ScriptFacts, federation: Federation): ScriptResult {
  const read = readFederation(facts.botId, federation, {
    issuer: 'ISSUER',
    subject: 'SUBJECT',
    audience: 'AUDIENCE',
    name: 'CREDENTIAL_NAME',
  })
  if ('refusal' in read) return read
  return writeBashScript(
    {
      fileName: `add-federated-credential-${facts.botId}.sh`,
      title: 'Add the federated credential with Azure CLI',
      intro: addFederatedCredentialIntro,
      required: ['clientId', 'tenantId'],
      variables: read.variables,
      body,
    },
    facts,
  )
}
