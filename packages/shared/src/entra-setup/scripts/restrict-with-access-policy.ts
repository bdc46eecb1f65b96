import { powerShellExchange } from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const body = `${powerShellExchange}
Connect-Exchange
$recipient = Get-Recipient -Identity $Mailbox

$group = Get-DistributionGroup -ResultSize Unlimited -Filter "Name -eq '$GroupName'"
if (-not $group) {
  $group = New-DistributionGroup -Name $GroupName -Alias $GroupName -Type Security
}
if ($group.RecipientTypeDetails -ne 'MailUniversalSecurityGroup') {
  throw "$GroupName is not a mail-enabled security group. Rename or remove it, then run this again."
}

$members = @(Get-DistributionGroupMember -Identity $GroupName -ResultSize Unlimited | ForEach-Object { [string] $_.ExternalDirectoryObjectId })
if ($members -notcontains [string] $recipient.ExternalDirectoryObjectId) {
  Add-DistributionGroupMember -Identity $GroupName -Member $Mailbox
}

$policy = Get-ApplicationAccessPolicy | Where-Object { $_.AppId -eq $ClientId -and $_.Description -eq $PolicyDescription }
if (-not $policy) {
  New-ApplicationAccessPolicy -AppId $ClientId -PolicyScopeGroupId $group.PrimarySmtpAddress -AccessRight RestrictAccess -Description $PolicyDescription | Out-Null
}

$own = Test-ApplicationAccessPolicy -Identity $Mailbox -AppId $ClientId
Write-Host "$Mailbox : $($own.AccessCheckResult), should be Granted"
if ($OtherMailbox) {
  $other = Test-ApplicationAccessPolicy -Identity $OtherMailbox -AppId $ClientId
  Write-Host "$OtherMailbox : $($other.AccessCheckResult), should be Denied"
}
Write-Host 'Done. It can take more than an hour until Microsoft Graph follows, even if the test already says so.'
`

export const writeRestrictWithAccessPolicy = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `restrict-legacy-${facts.botId}.ps1`,
      title: 'Restrict the app with an Application Access Policy (legacy)',
      intro: [
        'Legacy: Microsoft asks for RBAC for Applications instead and will have existing policies moved to it.',
        'Lets the app of one bot reach one mailbox only: makes a mail-enabled security group with that mailbox, since a',
        'policy takes no shared mailbox directly, adds the policy and tests it. The grant of Mail.Send in Entra must stay.',
        'What exists already is found and kept. Who may run it: an Exchange Administrator (Organization Management).',
      ],
      required: ['userEmail', 'clientId'],
      body,
    },
    facts,
  )
