/** Pieces that several scripts share. PowerShell alone: values come in through variables that the script's head assigns. */

export const powerShellGraph = `
function Connect-Graph([string[]] $Scopes) {
  foreach ($module in 'Microsoft.Graph.Authentication', 'Microsoft.Graph.Applications', 'Microsoft.Graph.Users') {
    if (-not (Get-Module -ListAvailable -Name $module)) { throw "Install it first: Install-Module $module -Scope CurrentUser" }
  }
  $connection = @{ Environment = $GraphEnvironment; Scopes = $Scopes; NoWelcome = $true }
  if ($TenantId) { $connection.TenantId = $TenantId }
  Connect-MgGraph @connection
}
`

export const powerShellExchange = `
function Connect-Exchange {
  if (-not (Get-Module -ListAvailable -Name ExchangeOnlineManagement)) {
    throw 'Install it first: Install-Module ExchangeOnlineManagement -Scope CurrentUser'
  }
  Connect-ExchangeOnline -ExchangeEnvironmentName $ExchangeEnvironment -ShowBanner:$false
  if ($TenantId -and @(Get-ConnectionInformation | Where-Object { $_.TenantID -eq $TenantId }).Count -eq 0) {
    throw "You signed in to Exchange Online of another tenant than $TenantId."
  }
}
`

/** Filters by constants and GUIDs alone: names never enter a query. */
export const powerShellFindApp = `
function Find-App {
  if ($ClientId) {
    $found = @(Get-MgApplication -Filter "appId eq '$ClientId'" -All)
    if ($found.Count -eq 0) { throw "There is no app $ClientId in this tenant." }
  } else {
    $ending = "($BotId)"
    $found = @(Get-MgApplication -Filter "startswith(displayName,'$AppNameStart')" -All |
      Where-Object { $_.DisplayName.EndsWith($ending, [StringComparison]::Ordinal) })
  }
  if ($found.Count -gt 1) {
    throw 'Several apps carry the name of this bot. Enter the client ID of the right one in the wizard and copy the script again.'
  }
  if ($found.Count -eq 1) { $found[0] }
}
`

/** Looked up before anything is made: a wrong address leaves nothing behind. */
export const powerShellFindUser = `
if ($Mailbox -and -not $UserId) {
  $UserId = (Get-MgUser -UserId $Mailbox -Property Id).Id
}
`

export const powerShellSecretDate = `
$expires = [DateTime]::UtcNow.Date.AddMonths([int] $SecretMonths)
$SecretExpires = $expires.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)
`

/** What the wizard reads when the block is pasted. Unknown values are left out. */
export const powerShellPrintValues = `
function Write-Value([string] $Label, [string] $Value) {
  if ($Value) { Write-Host ($Label + ': ' + $Value) }
}
Write-Host ''
Write-Host '----- Paste this block into the wizard -----'
Write-Host ''
Write-Value 'User Email' $Mailbox
Write-Value 'Client ID' $app.AppId
Write-Value 'Tenant ID' $TenantId
Write-Value 'Client Secret Key' $secret
Write-Value 'User ID' $UserId
Write-Value 'Secret expires' $SecretExpires
Write-Value 'Cloud' $Cloud
Write-Host ''
Write-Host '----- End of the block -----'
if ($secret) {
  Write-Host 'The client secret is shown this once and stored nowhere else. Paste it, then close this window. Do not mail it.'
}
`

export const powerShellFindGrants = `
function Find-MailSendGrants([string] $PrincipalId) {
  Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $PrincipalId -All |
    Where-Object { $_.AppRoleId -eq $MailSendRole }
}
`

/** Expects $principal. Grants in Entra and in Exchange add up, so a scope limits nothing while this one stands. */
export const powerShellRemoveGrants = `
foreach ($grant in @(Find-MailSendGrants $principal.Id)) {
  Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $grant.Id
  Write-Host 'Removed the grant of Mail.Send in Microsoft Entra.'
}
`
