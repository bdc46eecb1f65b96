import { powerShellExchange, powerShellGetGrants, powerShellGraph, powerShellTenant } from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const keepGrant = `
Write-Host 'Other bots or programs may send through this app, so the grant of Mail.Send in Entra was not changed. While it exists, the scope has no effect.'
Write-Host 'When each of them has its own scope, revoke the grant manually: Entra, App registrations, the app, API permissions, Mail.Send.'
`

/** Unknown programs may use the app, and the grant is not only for this mailbox, so a person must confirm its removal. */
const askForGrant = `
$grants = @(Get-BotGrant $principal.Id)
if ($grants.Count -gt 0) {
  Write-Host "App: $($principal.DisplayName)"
  Write-Host 'Mail.Send is granted in Entra, and while it is, the scope has no effect. No other bot of the dashboard used this app when this script was written; the dashboard cannot know of other programs. A program that uses the app loses Mail.Send with the grant.'
  if ((Read-Host "Type the client ID ($ClientId) to remove the grant, or press Enter to keep it") -eq $ClientId) {
    foreach ($grant in $grants) {
      Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $grant.Id
      Write-Host 'Removed the grant of Mail.Send in Microsoft Entra.'
    }
  } else {
    Write-Host 'The grant was not changed, so the app is not limited yet. Run this again to remove the grant.'
  }
}
Write-Host 'After the grant is removed, do not grant admin consent for Mail.Send to this app again: that would lift the restriction.'
`

const stopIfOtherIsInScope = 'throw "$OtherMailbox is also in scope: the app has another role assignment in Exchange."'
const sayIfOtherIsInScope = 'Write-Host "$OtherMailbox is also in scope: another bot of this app may send from it."'

const writeBody = (isShared: boolean) => `${powerShellTenant}${powerShellGraph}${powerShellExchange}${
  isShared ? '' : powerShellGetGrants
}
$TenantId = Resolve-BotTenant
$TenantId = Connect-BotTenant 'Application.Read.All'${isShared ? '' : ", 'AppRoleAssignment.ReadWrite.All'"}
Connect-BotExchange
$principal = Get-MgServicePrincipal -Filter "appId eq '$ClientId'"
if (-not $principal) { throw "App $ClientId has no enterprise application in this tenant. First run the script that registers it." }
if ($EnterpriseAppObjectId -and $EnterpriseAppObjectId -ne $principal.Id) {
  throw "The Object ID of the enterprise application is $($principal.Id). The one in this script belongs to a different object."
}
if ((Get-OrganizationConfig).IsDehydrated) {
  throw 'Exchange Online does not accept scopes yet. Run Enable-OrganizationCustomization once, wait until it is done, then run this again.'
}

$quotedMailbox = $Mailbox.Replace("'", "''")
$filter = "PrimarySmtpAddress -eq '$quotedMailbox'"
if (@(Get-Recipient -RecipientPreviewFilter $filter).Count -ne 1) {
  throw "No mailbox has $Mailbox as its primary address. An alias is not enough for a scope."
}

$known = Get-ServicePrincipal | Where-Object { $_.AppId -eq $ClientId }
if (-not $known) {
  New-ServicePrincipal -AppId $ClientId -ObjectId $principal.Id -DisplayName $AppName | Out-Null
} elseif ($known.ObjectId -and $known.ObjectId -ne $principal.Id) {
  throw "Exchange knows this app under Object ID $($known.ObjectId), which is not its enterprise application. Correct that first. Role assignments of other bots may depend on it."
}

$scope = Get-ManagementScope | Where-Object { $_.Name -eq $ScopeName }
if (-not $scope) {
  New-ManagementScope -Name $ScopeName -RecipientRestrictionFilter $filter | Out-Null
} elseif ($scope.RecipientFilter.IndexOf("'$quotedMailbox'", [StringComparison]::OrdinalIgnoreCase) -lt 0) {
  throw "The scope $ScopeName covers other mailboxes: $($scope.RecipientFilter). Change it with Set-ManagementScope or remove it."
}

$assignment = Get-ManagementRoleAssignment -Role 'Application Mail.Send' | Where-Object { $_.Name -eq $AssignmentName }
if (-not $assignment) {
  New-ManagementRoleAssignment -Name $AssignmentName -App $ClientId -Role 'Application Mail.Send' -CustomResourceScope $ScopeName | Out-Null
}

function Test-BotScope([string] $Address) {
  $granted = @(Test-ServicePrincipalAuthorization -Identity $ClientId -Resource $Address |
    Where-Object { $_.RoleName -eq 'Application Mail.Send' -and [string] $_.InScope -eq 'True' })
  $granted.Count -gt 0
}
if (-not (Test-BotScope $Mailbox)) {
  throw "Test-ServicePrincipalAuthorization does not show $Mailbox in scope. The grant in Entra was not changed. Run this again in a few minutes."
}
Write-Host "In scope: $Mailbox"
if ($OtherMailbox) {
  if (Test-BotScope $OtherMailbox) {
    ${isShared ? sayIfOtherIsInScope : stopIfOtherIsInScope}
  } else {
    Write-Host "Not in scope, as it should be: $OtherMailbox"
  }
}
${isShared ? keepGrant : askForGrant}
Write-Host 'Done. It can take 30 minutes, or up to two hours for an app in use, until Microsoft Graph applies the change.'
`

const sharedIntro = [
  'Lets the app of one bot send as its mailbox: adds the app to Exchange Online, adds a management scope and a role',
  'assignment for this mailbox, and tests them. The scopes of other bots stay, and so does the grant of Mail.Send in',
  'Microsoft Entra: revoke it manually when every bot and program that uses the app has a scope.',
  'The script keeps what already exists.',
  'Who may run it: an Exchange Administrator (Organization Management).',
]
const ownIntro = [
  'Limits the app of one bot to one mailbox: adds the app to Exchange Online, adds a management scope and a role',
  'assignment, tests them, and then asks whether to remove the grant of Mail.Send in Microsoft Entra, because grants add',
  'up. The script keeps what already exists. If the test fails, the grant stays and the bot keeps sending.',
  'Who may run it: an Exchange Administrator (Organization Management) who is also a Privileged Role Administrator.',
]

export function writeRestrictWithRbac(facts: ScriptFacts): ScriptResult {
  const isShared = facts.sharing !== 'not-shared'
  return writePowerShellScript(
    {
      fileName: `restrict-${facts.botId}.ps1`,
      title: 'Restrict the app with RBAC for Applications',
      intro: isShared ? sharedIntro : ownIntro,
      required: ['userEmail', 'clientId', 'tenantId'],
      body: writeBody(isShared),
    },
    facts,
  )
}
