import { type CredentialKind, defaultCredentialKind } from '../../credential.ts'
import { bashFindApp, bashFindUser, bashPrintValues, bashSecretDates, bashSignIn } from './bash-parts.ts'
import { writeBashScript } from './bash-script.ts'
import { afterRegistration, describeRegistration } from './registration-texts.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const findSecrets = String.raw`${bashSecretDates}
SECRETS=$(az ad app credential list --id "$CLIENT_ID" --query '[].[endDateTime,displayName]' --output tsv |
  while IFS=$'\t' read -r end name; do
    if [[ "$end" > "$TODAY" ]]; then
      if [[ "$name" == "$SECRET_NAME"* ]]; then printf '%s\n' own; else printf '%s\n' other; fi
    fi
  done)
CERTIFICATES=$(az ad app credential list --id "$CLIENT_ID" --cert --query '[].keyId' --output tsv)
FEDERATED=$(retry az ad app federated-credential list --id "$CLIENT_ID" --query '[].id' --output tsv)
if [ -n "$SECRETS" ]; then
  UNUSED=no
elif [ -z "$CERTIFICATES$FEDERATED" ]; then
  UNUSED=yes
fi
`

const createSecret = String.raw`
SECRET=''
if [[ "$SECRETS" != *own* ]]; then
  SECRET=$(az ad app credential reset --id "$CLIENT_ID" --append --display-name="$SECRET_NAME" --end-date "$SECRET_EXPIRES" --query password --output tsv --only-show-errors)
else
  SECRET_EXPIRES=''
  printf '%s\n' 'A client secret of this setup is still valid and was not changed. No one can read its value again: to get a new one, run the script that renews the secret.'
fi
`

/**
 * The grant is an app role assignment, because `az ad app permission admin-consent` fails in Azure Cloud Shell and in
 * national clouds (Azure/azure-cli#29424). An app that was set up before or that others may use gets no grant: it may be
 * restricted in Exchange Online, and grants add up. Without a secret to create, only a new enterprise application proves
 * that the app is not restricted yet: its certificate or federated credential is added later than the restriction.
 */
const writeBody = (kind: CredentialKind) => String.raw`${bashSignIn}${bashFindUser}${bashFindApp}
retry() {
  local tries=0
  until "$@"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 6 ]; then fail 'Microsoft Entra did not respond as expected. Run the script again: it continues where it stopped.'; fi
    sleep 10
  done
}

if [ -z "$CLIENT_ID" ]; then
  CLIENT_ID=$(az ad app create --display-name="$APP_NAME" --sign-in-audience AzureADMyOrg --query appId --output tsv)
fi

find_service_principal() { az ad sp list --filter "appId eq '$1'" --query '[0].id' --output tsv; }
SP_ID=$(find_service_principal "$CLIENT_ID")
UNUSED=no
if [ -z "$SP_ID" ]; then
  SP_ID=$(retry az ad sp create --id "$CLIENT_ID" --query id --output tsv)
  UNUSED=yes
fi
${kind === 'client-secret' ? findSecrets : ''}
GRANTS_URL="$GRAPH_URL/v1.0/servicePrincipals/$SP_ID/appRoleAssignments"
GRANTS=$(retry az rest --method get --url "$GRANTS_URL" --query 'value[].appRoleId' --output tsv)
CONSENT=''
case "$GRANTS" in
  *"$MAIL_SEND_ROLE"*) ;;
  *) if [ "$UNUSED" = yes ] && [ "$MAY_GRANT" = yes ]; then CONSENT=wanted; else CONSENT=withheld; fi ;;
esac
if [ "$CONSENT" = wanted ]; then
  PERMISSIONS=$(az ad app permission list --id "$CLIENT_ID" --query '[].resourceAccess[].id' --output tsv)
  case "$PERMISSIONS" in
    *"$MAIL_SEND_ROLE"*) ;;
    *) az ad app permission add --id "$CLIENT_ID" --api "$GRAPH_APP_ID" --api-permissions "$MAIL_SEND_ROLE=Role" --only-show-errors ;;
  esac
  GRAPH_SP_ID=$(find_service_principal "$GRAPH_APP_ID")
  GRANT=$(printf '{"principalId":"%s","resourceId":"%s","appRoleId":"%s"}' "$SP_ID" "$GRAPH_SP_ID" "$MAIL_SEND_ROLE")
  if az rest --method post --url "$GRANTS_URL" --headers 'Content-Type=application/json' --body "$GRANT" --output none; then
    CONSENT=''
  else
    CONSENT=refused
  fi
fi
${kind === 'client-secret' ? createSecret : ''}${bashPrintValues(kind)}
printf '%s %s\n' 'Object ID of the enterprise application, for the restriction:' "$SP_ID"
CONSENT_PAGE="$LOGIN_URL/$TENANT_ID/adminconsent?client_id=$CLIENT_ID"
case "$CONSENT" in
  refused)
    printf '%s\n' 'Mail.Send is NOT granted yet, because your role cannot grant it. Ask a Privileged Role Administrator or Global Administrator to open this page:' "$CONSENT_PAGE" ;;
  withheld)
    printf '%s\n' 'Mail.Send is not granted in Entra. This script did not grant it, because this app was set up before or other bots may use it. If the app is restricted with RBAC for Applications, do not grant it: a grant would lift the restriction. If not, ask a Privileged Role Administrator or Global Administrator to open this page:' "$CONSENT_PAGE" ;;
esac
${kind === 'client-secret' ? '' : `printf '%s\\n' '${afterRegistration[kind]}'`}
`

export const writeRegisterAppBash = (facts: ScriptFacts): ScriptResult =>
  writeBashScript(
    {
      fileName: `register-${facts.botId}.sh`,
      title: 'Register the app with Azure CLI',
      intro: describeRegistration(facts.credentialKind ?? defaultCredentialKind),
      required: [],
      body: writeBody(facts.credentialKind ?? defaultCredentialKind),
    },
    facts,
  )
