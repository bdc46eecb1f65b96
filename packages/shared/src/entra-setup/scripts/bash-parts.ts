import type { CredentialKind } from '../../credential.ts'

/** Parts that several scripts share. Only Bash: the start of the script assigns the values to variables. */

/** Continues only in the intended cloud and tenant. It switches neither: both are the person's own settings. */
export const bashSignIn = String.raw`
fail() { printf '%s\n' "$1" >&2; exit 1; }

command -v az >/dev/null || fail 'Azure CLI is not installed. Use Azure Cloud Shell, or install it first.'
ACTIVE_CLOUD=$(az cloud show --query name --output tsv)
if [ "$ACTIVE_CLOUD" != "$AZURE_CLOUD" ]; then
  fail "Azure CLI uses the cloud $ACTIVE_CLOUD. Nothing was changed. Run: az cloud set --name $AZURE_CLOUD, then run this again."
fi
if [ -z "$TENANT_ID" ] && [ -n "$TENANT_DOMAIN" ]; then
  ISSUER=$(az rest --method get --skip-authorization-header --url "$LOGIN_URL/$TENANT_DOMAIN/v2.0/.well-known/openid-configuration" --query issuer --output tsv) || ISSUER=''
  if [[ "$ISSUER" =~ [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} ]]; then
    TENANT_ID=$BASH_REMATCH
  else
    fail "No tenant of this cloud was found for the domain $TENANT_DOMAIN. Nothing was changed. Enter the tenant ID in the form and copy the script again."
  fi
fi
if ! az account show --output none 2>/dev/null; then
  if [ -n "$TENANT_ID" ]; then
    az login --tenant "$TENANT_ID" --allow-no-subscriptions --output none
  else
    az login --allow-no-subscriptions --output none
  fi
fi
SIGNED_IN_TENANT=$(az account show --query tenantId --output tsv)
if [ -z "$SIGNED_IN_TENANT" ]; then fail 'You are not signed in to Azure CLI. Nothing was changed.'; fi
if [ -z "$TENANT_ID" ]; then
  printf '%s\n' "No tenant was entered in the form. This script uses tenant $SIGNED_IN_TENANT, in which you are signed in."
elif [ "$SIGNED_IN_TENANT" != "$TENANT_ID" ]; then
  fail "You are signed in to tenant $SIGNED_IN_TENANT. Nothing was changed. Run: az login --tenant $TENANT_ID --allow-no-subscriptions, then run this again."
fi
TENANT_ID=$SIGNED_IN_TENANT
`

/** Leaves CLIENT_ID empty if there is no such app. Filters only by constants: names never enter a query. */
export const bashFindApp = String.raw`
find_app() {
  az ad app list --all --display-name "$APP_NAME_START" --query '[].[appId,displayName]' --output tsv |
    while IFS=$'\t' read -r id name; do
      if [[ "$name" == "$APP_NAME_START"*"($BOT_ID)" ]]; then printf '%s\n' "$id"; fi
    done
}
if [ -n "$CLIENT_ID" ]; then
  az ad app show --id "$CLIENT_ID" --output none || fail "There is no app $CLIENT_ID in tenant $TENANT_ID."
else
  CLIENT_ID=$(find_app)
fi
case "$CLIENT_ID" in
  *$'\n'*) fail 'Several apps have the name of this bot. Enter the client ID of the right one in the form and copy the script again.' ;;
esac
`

/** Runs before anything is created, so that a wrong address leaves nothing behind. */
export const bashFindUser = `
if [ -n "$MAILBOX" ] && [ -z "$USER_ID" ]; then
  USER_ID=$(az ad user show --id="$MAILBOX" --query id --output tsv) ||
    fail 'No user has this user principal name. Enter the user principal name or the Object ID of the mailbox user in the form and copy the script again.'
fi
`

export const bashSecretDates = `
TODAY=$(date -u +%Y-%m-%d)
SECRET_EXPIRES=$(date -u -d "+$SECRET_MONTHS months" +%Y-%m-%d 2>/dev/null || date -u -v "+$SECRET_MONTHS"m +%Y-%m-%d)
`

const printSecret = `print_value 'Client Secret Key' "$SECRET"
`
const printExpiry = `print_value 'Secret expires' "$SECRET_EXPIRES"
`
const afterSecret = String.raw`if [ -n "$SECRET" ]; then
  printf '%s\n' 'The client secret is shown only once and is not stored anywhere else. Paste it, then clear this window. Do not send it by mail.'
fi
`

/** Prints the block that the form reads when it is pasted. Unknown values are omitted. */
export const bashPrintValues = (kind: CredentialKind) => String.raw`
print_value() {
  if [ -n "$2" ]; then printf '%s: %s\n' "$1" "$2"; fi
}
printf '\n%s\n\n' '----- Paste this block into the form -----'
print_value 'User Email' "$MAILBOX"
print_value 'Client ID' "$CLIENT_ID"
print_value 'Tenant ID' "$TENANT_ID"
${kind === 'client-secret' ? printSecret : ''}print_value 'User ID' "$USER_ID"
${kind === 'client-secret' ? printExpiry : ''}print_value 'Cloud' "$CLOUD"
printf '\n%s\n' '----- End of the block -----'
${kind === 'client-secret' ? afterSecret : ''}`
