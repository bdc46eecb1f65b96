import { powerShellExchange, powerShellTenant } from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

/** Each policy that restricts an app allows its own group; the first one blocks all other mailboxes. */
const stopBeforeFirst = `
if (-not $policies) {
  throw 'This app has no access policy yet. The first one would block the mailboxes of other bots that use the app. Nothing was changed. Use RBAC for Applications, which adds a mailbox and removes none.'
}
`
const askBeforeFirst = `
if (-not $policies) {
  Write-Host "This is the first access policy of the app. With it, the app can use only $Mailbox and no other mailbox. No other bot of the dashboard used this app when this script was written; the dashboard cannot know of other programs."
  if ((Read-Host "Type the client ID ($ClientId) to continue, or press Enter to stop") -ne $ClientId) { throw 'Nothing was changed.' }
}
`

const writeBody = (isShared: boolean) => `${powerShellTenant}${powerShellExchange}
$TenantId = Resolve-BotTenant
Connect-BotExchange
$recipient = Get-Recipient -Identity $Mailbox
$policies = @(Get-ApplicationAccessPolicy | Where-Object { $_.AppId -eq $ClientId -and [string] $_.AccessRight -eq 'RestrictAccess' })
${isShared ? stopBeforeFirst : askBeforeFirst}
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

if (@($policies | Where-Object { $_.Description -eq $PolicyDescription }).Count -eq 0) {
  New-ApplicationAccessPolicy -AppId $ClientId -PolicyScopeGroupId $group.PrimarySmtpAddress -AccessRight RestrictAccess -Description $PolicyDescription | Out-Null
}

$own = Test-ApplicationAccessPolicy -Identity $Mailbox -AppId $ClientId
Write-Host "$Mailbox : $($own.AccessCheckResult), should be Granted"
if ($OtherMailbox) {
  $other = Test-ApplicationAccessPolicy -Identity $OtherMailbox -AppId $ClientId
  Write-Host "$OtherMailbox : $($other.AccessCheckResult), should be Denied"
}
Write-Host 'Done. It can take more than an hour until Microsoft Graph applies the policy, even if the test already passes.'
`

export const writeRestrictWithAccessPolicy = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `restrict-legacy-${facts.botId}.ps1`,
      title: 'Restrict the app with an Application Access Policy (legacy)',
      intro: [
        'Legacy: Microsoft recommends RBAC for Applications instead, and existing policies will have to move to it.',
        'Limits the app of one bot to one mailbox: creates a mail-enabled security group with that mailbox, because a policy',
        'does not accept a shared mailbox directly, adds the policy and tests it. The grant of Mail.Send in Entra must stay.',
        'Other policies of the app stay. The script does not create the first one for an app that other bots may use.',
        'It keeps what already exists. Who may run it: an Exchange Administrator (Organization Management).',
      ],
      required: ['userEmail', 'clientId', 'tenantId'],
      body: writeBody(facts.sharing !== 'not-shared'),
    },
    facts,
  )
