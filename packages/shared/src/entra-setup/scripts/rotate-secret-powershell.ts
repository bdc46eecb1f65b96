import {
  powerShellFindApp,
  powerShellFindUser,
  powerShellGraph,
  powerShellPrintValues,
  powerShellSecretDate,
  powerShellTenant,
} from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import { olderSecrets, renewSecretIntro } from './renewal-texts.ts'
import type { AppSharing, ScriptFacts, ScriptResult } from './setup-script.ts'

const writeBody = (sharing: AppSharing) => `${powerShellTenant}${powerShellGraph}${powerShellFindApp}
$TenantId = Resolve-BotTenant
$TenantId = Connect-BotTenant 'Application.ReadWrite.All', 'User.Read.All'
$app = Find-BotApp
if (-not $app) { throw 'This bot has no app in this tenant. First run the script that registers it.' }
${powerShellFindUser}${powerShellSecretDate}
$today = [DateTime]::UtcNow.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)
$secret = (Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential @{ displayName = "$SecretName $today"; endDateTime = $expires }).SecretText
${powerShellPrintValues('client-secret')}
Write-Host ''
Write-Host '${olderSecrets[sharing]}'
$app.PasswordCredentials | Format-Table DisplayName, EndDateTime, @{ Name = 'Secret ID'; Expression = { $_.KeyId } }
`

export const writeRotateSecretPowerShell = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `renew-secret-${facts.botId}.ps1`,
      title: 'Renew the client secret with Microsoft Graph PowerShell',
      intro: renewSecretIntro,
      required: [],
      body: writeBody(facts.sharing ?? 'unknown'),
    },
    facts,
  )
