import type { CredentialKind } from '../../credential.ts'

/** Parts that several scripts share. Only PowerShell: the start of the script assigns the values to variables. */

/**
 * The nouns of functions begin with Bot, because aliases take precedence over functions, and Microsoft.Graph.Authentication
 * has aliases such as Connect-Graph and Invoke-GraphRequest. Commands that connect are called with their module's name.
 */
export const powerShellTenant = `
function Resolve-BotTenant {
  if ($TenantId -or -not $TenantDomain) { return $TenantId }
  $metadata = Invoke-RestMethod -Uri "$LoginUrl/$TenantDomain/v2.0/.well-known/openid-configuration"
  if ($metadata.issuer -match '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}') { return $Matches[0] }
  throw "No tenant of this cloud was found for the domain $TenantDomain. Nothing was changed."
}
`

/**
 * Continues only in the intended cloud and tenant, and returns the tenant ID. Microsoft's own scripts read the environment
 * from Get-MgContext, but the documentation does not mention it: if it is missing, the script stops.
 */
export const powerShellGraph = String.raw`
function Connect-BotTenant([string[]] $Scopes) {
  foreach ($module in 'Microsoft.Graph.Authentication', 'Microsoft.Graph.Applications', 'Microsoft.Graph.Users') {
    if (-not (Get-Module -ListAvailable -Name $module)) { throw "Install it first: Install-Module $module -Scope CurrentUser" }
  }
  $connection = @{ Environment = $GraphEnvironment; Scopes = $Scopes; NoWelcome = $true }
  if ($TenantId) { $connection.TenantId = $TenantId }
  Microsoft.Graph.Authentication\Connect-MgGraph @connection | Out-Null
  $context = Microsoft.Graph.Authentication\Get-MgContext
  if (-not $context -or -not $context.TenantId) { throw 'There is no connection to Microsoft Graph. Nothing was changed.' }
  if ($context.Environment -ne $GraphEnvironment) {
    throw "You are signed in to the cloud $($context.Environment) of Microsoft Graph, not to $GraphEnvironment. Nothing was changed. Run Disconnect-MgGraph, then run this again."
  }
  if (-not $TenantId) {
    Write-Host "No tenant was entered in the form. This script uses tenant $($context.TenantId), in which you are signed in."
  } elseif ($context.TenantId -ne $TenantId) {
    throw "You are signed in to tenant $($context.TenantId) of Microsoft Graph, not to $TenantId. Nothing was changed. Run Disconnect-MgGraph, then run this again."
  }
  $context.TenantId
}
`

/** Expects $TenantId. A command can use any connection of the window, so no connection may lead to another tenant. */
export const powerShellExchange = String.raw`
function Connect-BotExchange {
  if (-not (Get-Module -ListAvailable -Name ExchangeOnlineManagement)) {
    throw 'Install it first: Install-Module ExchangeOnlineManagement -Scope CurrentUser'
  }
  ExchangeOnlineManagement\Connect-ExchangeOnline -ExchangeEnvironmentName $ExchangeEnvironment -ShowBanner:$false
  $connections = @(ExchangeOnlineManagement\Get-ConnectionInformation)
  if ($connections.Count -eq 0) { throw 'There is no connection to Exchange Online. Nothing was changed.' }
  foreach ($connection in $connections) {
    if ($connection.TenantID -ne $TenantId) {
      throw "This window is connected to Exchange Online of tenant $($connection.TenantID), not of $TenantId. Nothing was changed. Run Disconnect-ExchangeOnline, then run this again."
    }
    if (([Uri] $connection.ConnectionUri).Host -ne $ExchangeHost) {
      throw "This window is connected to $($connection.ConnectionUri), not to $ExchangeHost. Nothing was changed. Run Disconnect-ExchangeOnline, then run this again."
    }
  }
}
`

/** Filters only by constants and GUIDs: names never enter a query. */
export const powerShellFindApp = `
function Find-BotApp {
  if ($ClientId) {
    $found = @(Get-MgApplication -Filter "appId eq '$ClientId'" -All)
    if ($found.Count -eq 0) { throw "There is no app $ClientId in this tenant." }
  } else {
    $ending = "($BotId)"
    $found = @(Get-MgApplication -Filter "startswith(displayName,'$AppNameStart')" -All |
      Where-Object { $_.DisplayName.EndsWith($ending, [StringComparison]::Ordinal) })
  }
  if ($found.Count -gt 1) {
    throw 'Several apps have the name of this bot. Enter the client ID of the right one in the form and copy the script again.'
  }
  if ($found.Count -eq 1) { $found[0] }
}
`

/** Runs before anything is created, so that a wrong address leaves nothing behind. */
export const powerShellFindUser = `
if ($Mailbox -and -not $UserId) {
  $UserId = (Get-MgUser -UserId $Mailbox -Property Id).Id
}
`

export const powerShellSecretDate = `
$expires = [DateTime]::UtcNow.Date.AddMonths([int] $SecretMonths)
$SecretExpires = $expires.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)
`

const printSecret = `Write-BotValue 'Client Secret Key' $secret
`
const printExpiry = `Write-BotValue 'Secret expires' $SecretExpires
`
const afterSecret = `if ($secret) {
  Write-Host 'The client secret is shown only once and is not stored anywhere else. Paste it, then close this window. Do not send it by mail.'
}
`

/** Prints the block that the form reads when it is pasted. Unknown values are omitted. */
export const powerShellPrintValues = (kind: CredentialKind) => `
function Write-BotValue([string] $Label, [string] $Value) {
  if ($Value) { Write-Host ($Label + ': ' + $Value) }
}
Write-Host ''
Write-Host '----- Paste this block into the form -----'
Write-Host ''
Write-BotValue 'User Email' $Mailbox
Write-BotValue 'Client ID' $app.AppId
Write-BotValue 'Tenant ID' $TenantId
${kind === 'client-secret' ? printSecret : ''}Write-BotValue 'User ID' $UserId
${kind === 'client-secret' ? printExpiry : ''}Write-BotValue 'Cloud' $Cloud
Write-Host ''
Write-Host '----- End of the block -----'
${kind === 'client-secret' ? afterSecret : ''}`

export const powerShellGetGrants = `
function Get-BotGrant([string] $PrincipalId) {
  Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $PrincipalId -All |
    Where-Object { $_.AppRoleId -eq $MailSendRole }
}
`
