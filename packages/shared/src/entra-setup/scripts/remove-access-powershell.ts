import { powerShellExchange, powerShellGetGrants, powerShellGraph, powerShellTenant } from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const removeRole = `
Get-ManagementRoleAssignment -Role 'Application Mail.Send' | Where-Object { $_.Name -eq $AssignmentName } |
  ForEach-Object { Remove-ManagementRoleAssignment -Identity $_.Name -Confirm:$false; Write-Host 'Removed the role assignment of this bot.' }
Get-ManagementScope | Where-Object { $_.Name -eq $ScopeName } |
  ForEach-Object { Remove-ManagementScope -Identity $_.Name -Confirm:$false; Write-Host 'Removed the management scope of this bot.' }
`

const whole = `${powerShellTenant}${powerShellGraph}${powerShellExchange}${powerShellGetGrants}
$TenantId = Resolve-BotTenant
$TenantId = Connect-BotTenant 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
Connect-BotExchange
${removeRole}
$app = Get-MgApplication -Filter "appId eq '$ClientId'"
$principal = Get-MgServicePrincipal -Filter "appId eq '$ClientId'"
if ($app) {
  Write-Host "App: $($app.DisplayName)"
  $app.PasswordCredentials | Format-Table DisplayName, EndDateTime | Out-Host
  $app.KeyCredentials | Format-Table DisplayName, EndDateTime | Out-Host
  Get-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -All | Format-Table Name, Issuer | Out-Host
}
Write-Host 'No other bot of the dashboard used this app when this script was written. Neither the dashboard nor this script can know of other programs: check its secrets, certificates and federated credentials.'
Write-Host 'The next step deletes the app with all its credentials, its grant of Mail.Send, and its objects in Exchange Online.'
if ((Read-Host "Type its client ID ($ClientId) to continue, or press Enter to keep the app") -ne $ClientId) {
  Write-Host 'The app, its grant, its credentials and its access policies were not changed. While Mail.Send is granted in Entra, the app can still send.'
  return
}

if ($principal) {
  foreach ($grant in @(Get-BotGrant $principal.Id)) {
    Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $grant.Id
    Write-Host 'Removed the grant of Mail.Send in Microsoft Entra.'
  }
}
if ($app) {
  Remove-MgApplication -ApplicationId $app.Id
  Write-Host 'Removed the app. Entra keeps it in the deleted applications for 30 days.'
}
Get-ApplicationAccessPolicy | Where-Object { $_.AppId -eq $ClientId -and $_.Description -eq $PolicyDescription } |
  ForEach-Object { Remove-ApplicationAccessPolicy -Identity $_.Identity -Confirm:$false; Write-Host 'Removed the Application Access Policy of this bot.' }
Get-DistributionGroup -ResultSize Unlimited -Filter "Name -eq '$GroupName'" |
  ForEach-Object { Remove-DistributionGroup -Identity $_.Name -Confirm:$false; Write-Host 'Removed the security group of the policy.' }
Get-ServicePrincipal | Where-Object { $_.AppId -eq $ClientId } |
  ForEach-Object { Remove-ServicePrincipal -Identity $_.AppId -Confirm:$false; Write-Host 'Removed the service principal in Exchange Online.' }
`

const askForMailbox = `
Write-Host "It is not known whether another bot sends from $Mailbox through this app. If one does, it may stop sending now."
if ((Read-Host "Type $Mailbox to continue, or press Enter to keep everything") -ne $Mailbox) { throw 'Nothing was removed.' }
`

/** Access policies stay: without its last one, the app could use every mailbox that the grant in Entra allows. */
const writeOwnPart = (isKnown: boolean) => `${powerShellTenant}${powerShellExchange}
$TenantId = Resolve-BotTenant
Connect-BotExchange
${isKnown ? '' : askForMailbox}${removeRole}
$recipient = Get-Recipient -Identity $Mailbox
foreach ($group in @(Get-DistributionGroup -ResultSize Unlimited -Filter "Name -eq '$GroupName'")) {
  $members = @(Get-DistributionGroupMember -Identity $GroupName -ResultSize Unlimited | ForEach-Object { [string] $_.ExternalDirectoryObjectId })
  if ($members -contains [string] $recipient.ExternalDirectoryObjectId) {
    Remove-DistributionGroupMember -Identity $GroupName -Member $Mailbox -Confirm:$false
    Write-Host "Removed $Mailbox from the group of this bot's access policy."
  }
}
Write-Host 'The app, its grant, its credentials and its access policies were not changed: other bots or programs may send through it.'
Write-Host 'While Mail.Send is granted in Entra and no access policy excludes this mailbox, the app can still send from it.'
`

const wholeIntro = [
  'Removes the role assignment and the management scope of one bot. Then shows the app and its credentials, and asks: if',
  'you type the client ID, it also removes the app with all its credentials, its grant of Mail.Send, the policy of this',
  'bot and its group, and the service principal in Exchange Online. Everything that uses the app then stops sending.',
  'The script skips what is already gone. The bot stops sending, but existing access tokens can stay valid for up to 90',
  'minutes. Who may run it: an Exchange Administrator (Organization Management) who is also a Privileged Role',
  'Administrator and an Application Administrator, or a Global Administrator.',
]
const ownPartIntro = [
  'Removes what belongs to one bot: its role assignment, its management scope, and its mailbox from the group of its',
  'access policy. The app, its grant, its credentials and its policies stay, because other bots or programs may need them.',
  'The script skips what is already gone. Microsoft Graph can take up to two hours to apply the change.',
  'Who may run it: an Exchange Administrator (Organization Management).',
]

export function writeRemoveAccessPowerShell(facts: ScriptFacts): ScriptResult {
  const { sharing = 'unknown' } = facts
  if (sharing === 'mailbox-shared')
    return {
      refusal: {
        value: 'Other bots',
        reason:
          'One of them uses the same app, and may send from the same mailbox. A script would also remove what that bot needs. Remove in the wizard deletes the values of this bot.',
      },
    }
  const isWhole = sharing === 'not-shared'
  return writePowerShellScript(
    {
      fileName: `remove-${facts.botId}.ps1`,
      title: isWhole ? 'Remove all access' : 'Remove what belongs to this bot',
      intro: isWhole ? wholeIntro : ownPartIntro,
      required: ['userEmail', 'clientId', 'tenantId'],
      body: isWhole ? whole : writeOwnPart(sharing === 'shared'),
    },
    facts,
  )
}
