import { powerShellFindGrants, powerShellGraph, powerShellRemoveGrants } from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const body = `${powerShellGraph}${powerShellFindGrants}
Connect-Graph 'Application.Read.All', 'AppRoleAssignment.ReadWrite.All'
$principal = Get-MgServicePrincipal -Filter "appId eq '$ClientId'"
if (-not $principal) { throw "App $ClientId has no enterprise application in this tenant." }
if (@(Find-MailSendGrants $principal.Id).Count -eq 0) { Write-Host 'Mail.Send is not granted in Microsoft Entra. Nothing was changed.' }
${powerShellRemoveGrants}`

export const writeRemoveMailSendGrant = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `remove-grant-${facts.botId}.ps1`,
      title: 'Remove the grant of Mail.Send in Microsoft Entra',
      intro: [
        'Removes the grant of Mail.Send from the app, and nothing else. Run it once every bot that sends through this app',
        'has its scope in Exchange Online: a bot without one stops sending.',
        'Who may run it: a Privileged Role Administrator or Global Administrator.',
      ],
      required: ['clientId'],
      body,
    },
    facts,
  )
