/** Parts of the scripts that add a credential to the app of the saved configuration, whose client ID is known. */

export const bashShowApp = `
az ad app show --id "$CLIENT_ID" --output none ||
  fail "There is no app $CLIENT_ID in tenant $TENANT_ID. Nothing was changed."
`

export const powerShellGetApp = `
$TenantId = Resolve-BotTenant
$TenantId = Connect-BotTenant 'Application.ReadWrite.All'
$app = Get-MgApplication -Filter "appId eq '$ClientId'"
if (-not $app) { throw "There is no app $ClientId in tenant $TenantId. Nothing was changed." }
`

/** The wizard and the page behind an intake link both have this button, next to their script. */
export const selectCheck = 'On the page that this script comes from, select Check.'
export const checkLater = `${selectCheck} Entra may need a few minutes.`

export const whoMayAdd =
  'Who may run it: an owner of the app, an Application Administrator or a Cloud Application Administrator.'
