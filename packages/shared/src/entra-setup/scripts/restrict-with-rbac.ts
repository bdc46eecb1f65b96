import {
  powerShellExchange,
  powerShellFindGrants,
  powerShellGraph,
  powerShellRemoveGrants,
} from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const body = `${powerShellGraph}${powerShellExchange}${powerShellFindGrants}
Connect-Graph 'Application.Read.All', 'AppRoleAssignment.ReadWrite.All'
$principal = Get-MgServicePrincipal -Filter "appId eq '$ClientId'"
if (-not $principal) { throw "App $ClientId has no enterprise application in this tenant. Run the script that registers it first." }
if ($EnterpriseAppObjectId -and $EnterpriseAppObjectId -ne $principal.Id) {
  throw "The Object ID of the enterprise application is $($principal.Id). The one in the wizard belongs to something else."
}
Connect-Exchange
if ((Get-OrganizationConfig).IsDehydrated) {
  throw 'Exchange Online does not take scopes yet. Run Enable-OrganizationCustomization once, wait until it is done, then run this again.'
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
  throw "Exchange knows this app under Object ID $($known.ObjectId), which is not its enterprise application. Remove it with Remove-ServicePrincipal, then run this again."
}

$scope = Get-ManagementScope | Where-Object { $_.Name -eq $ScopeName }
if (-not $scope) {
  New-ManagementScope -Name $ScopeName -RecipientRestrictionFilter $filter | Out-Null
} elseif ($scope.RecipientFilter.IndexOf("'$quotedMailbox'", [StringComparison]::OrdinalIgnoreCase) -lt 0) {
  throw "The scope $ScopeName covers something else: $($scope.RecipientFilter). Change it with Set-ManagementScope or remove it."
}

$assignment = Get-ManagementRoleAssignment -Role 'Application Mail.Send' | Where-Object { $_.Name -eq $AssignmentName }
if (-not $assignment) {
  New-ManagementRoleAssignment -Name $AssignmentName -App $ClientId -Role 'Application Mail.Send' -CustomResourceScope $ScopeName | Out-Null
}

function Test-InScope([string] $Address) {
  $granted = @(Test-ServicePrincipalAuthorization -Identity $ClientId -Resource $Address |
    Where-Object { $_.RoleName -eq 'Application Mail.Send' -and [string] $_.InScope -eq 'True' })
  $granted.Count -gt 0
}
if (-not (Test-InScope $Mailbox)) {
  throw "Test-ServicePrincipalAuthorization does not show $Mailbox in scope. The grant in Entra was left alone. Run this again in a few minutes."
}
Write-Host "In scope: $Mailbox"
if ($OtherMailbox) {
  if (Test-InScope $OtherMailbox) { throw "$OtherMailbox is in scope too: the app has another role assignment in Exchange." }
  Write-Host "Not in scope, as it should be: $OtherMailbox"
}

if ($AppIsShared -eq 'yes') {
  Write-Host 'Other bots send through this app. The grant of Mail.Send in Entra stays until each of them has its scope: then run the script that removes the grant.'
} else {
${powerShellRemoveGrants}
}
Write-Host 'Done. It can take 30 minutes, for an app in use up to two hours, until Microsoft Graph follows.'
Write-Host 'From now on nobody may grant admin consent for Mail.Send to this app again: that would lift the restriction.'
`

export const writeRestrictWithRbac = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `restrict-${facts.botId}.ps1`,
      title: 'Restrict the app with RBAC for Applications',
      intro: [
        'Lets the app of one bot send as one mailbox only: makes it known to Exchange Online, adds a management scope and',
        'a role assignment, tests them, and then removes the grant of Mail.Send in Microsoft Entra, since grants add up.',
        'What exists already is found and kept. If the test fails, the grant stays and mail keeps going.',
        'Who may run it: an Exchange Administrator (Organization Management) who is a Privileged Role Administrator too.',
      ],
      required: ['userEmail', 'clientId'],
      body,
    },
    facts,
  )
