import {
  powerShellFindApp,
  powerShellFindUser,
  powerShellGraph,
  powerShellPrintValues,
  powerShellSecretDate,
} from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const body = `${powerShellGraph}${powerShellFindApp}
Connect-Graph 'Application.ReadWrite.All', 'User.Read.All'
$TenantId = (Get-MgContext).TenantId
$app = Find-App
if (-not $app) { throw 'This bot has no app in this tenant. Run the script that registers it first.' }
${powerShellFindUser}${powerShellSecretDate}
$today = [DateTime]::UtcNow.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)
$secret = (Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential @{ displayName = "$SecretName $today"; endDateTime = $expires }).SecretText
${powerShellPrintValues}
Write-Host ''
Write-Host 'The older secrets below still work. Delete them in Entra once the wizard has accepted the new one.'
$app.PasswordCredentials | Format-Table DisplayName, EndDateTime, @{ Name = 'Secret ID'; Expression = { $_.KeyId } }
`

export const writeRotateSecretPowerShell = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `renew-secret-${facts.botId}.ps1`,
      title: 'Renew the client secret with Microsoft Graph PowerShell',
      intro: [
        'Adds one client secret to the app of one bot and prints the five values. Every run adds one; no credential is',
        'deleted or replaced, so the bot keeps sending with the old secret until you submit the new one.',
        'Who may run it: an owner of the app, an Application Administrator or a Cloud Application Administrator.',
      ],
      required: [],
      body,
    },
    facts,
  )
