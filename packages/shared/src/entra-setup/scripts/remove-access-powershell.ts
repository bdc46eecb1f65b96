import {
  powerShellExchange,
  powerShellFindGrants,
  powerShellGraph,
  powerShellRemoveGrants,
} from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const body = `${powerShellGraph}${powerShellExchange}${powerShellFindGrants}
Connect-Graph 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
Connect-Exchange
$app = Get-MgApplication -Filter "appId eq '$ClientId'"
$principal = Get-MgServicePrincipal -Filter "appId eq '$ClientId'"
if ($app -and $AppIsShared -ne 'yes') {
  Write-Host "This deletes the app $($app.DisplayName) and all its client secrets."
  if ((Read-Host "Type its client ID ($ClientId) to go on") -ne $ClientId) { throw 'Nothing was removed.' }
}

Get-ManagementRoleAssignment -Role 'Application Mail.Send' | Where-Object { $_.Name -eq $AssignmentName } |
  ForEach-Object { Remove-ManagementRoleAssignment -Identity $_.Name -Confirm:$false; Write-Host 'Removed the role assignment.' }
Get-ManagementScope | Where-Object { $_.Name -eq $ScopeName } |
  ForEach-Object { Remove-ManagementScope -Identity $_.Name -Confirm:$false; Write-Host 'Removed the management scope.' }

if ($AppIsShared -eq 'yes') {
  Write-Host 'Other bots send through this app: its access policies, its grant, its secrets and the app itself were left alone.'
} else {
  Get-ApplicationAccessPolicy | Where-Object { $_.AppId -eq $ClientId -and $_.Description -eq $PolicyDescription } |
    ForEach-Object { Remove-ApplicationAccessPolicy -Identity $_.Identity -Confirm:$false; Write-Host 'Removed the Application Access Policy.' }
  Get-DistributionGroup -ResultSize Unlimited -Filter "Name -eq '$GroupName'" |
    ForEach-Object { Remove-DistributionGroup -Identity $_.Name -Confirm:$false; Write-Host 'Removed the security group of the policy.' }
  Get-ServicePrincipal | Where-Object { $_.AppId -eq $ClientId } |
    ForEach-Object { Remove-ServicePrincipal -Identity $_.AppId -Confirm:$false; Write-Host 'Removed the service principal in Exchange Online.' }
  if ($principal) {
${powerShellRemoveGrants}
  }
  if ($app) {
    Remove-MgApplication -ApplicationId $app.Id
    Write-Host 'Removed the app. Entra keeps it among the deleted apps for 30 days.'
  }
}
`

export const writeRemoveAccessPowerShell = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `remove-${facts.botId}.ps1`,
      title: 'Take it all away again',
      intro: [
        'Removes what the other scripts made for one bot: role assignment, management scope, Application Access Policy and',
        'its group, the service principal in Exchange Online, the grant of Mail.Send, and the app with all its secrets.',
        'If other bots send through the same app, only the role assignment and the scope of this bot go.',
        'What is already gone is skipped. The bot stops sending: access tokens in use can live on for up to 90 minutes.',
        'Who may run it: an Exchange Administrator (Organization Management) who is a Privileged Role Administrator and',
        'an Application Administrator too, or a Global Administrator.',
      ],
      required: ['clientId'],
      body,
    },
    facts,
  )
