import type { Federation } from '../../credential.ts'
import { addFederatedCredentialIntro, readFederation } from './federation-variables.ts'
import { powerShellGraph, powerShellTenant } from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import { checkLater, powerShellGetApp, selectCheck } from './registered-app.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

/** Entra compares every letter of these values, so this does too. */
const body = `${powerShellTenant}${powerShellGraph}${powerShellGetApp}
$found = @(Get-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -All |
  Where-Object { $_.Issuer -ceq $Issuer -and $_.Subject -ceq $Subject })
if (@($found | Where-Object { $_.Audiences -ccontains $Audience }).Count -gt 0) {
  Write-Host 'The app already has this federated credential. Nothing was changed. ${selectCheck}'
  return
}
if ($found.Count -gt 0) {
  throw "The app has a federated credential with this issuer and subject, but with the audience $($found[0].Audiences). Nothing was changed. In Entra, change its audience to $Audience."
}

New-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -BodyParameter @{
  Name = $CredentialName; Issuer = $Issuer; Subject = $Subject; Audiences = @($Audience)
} | Out-Null
Write-Host "Added the federated credential $CredentialName. Every other credential of the app was kept."
Write-Host '${checkLater}'
`

export function writeAddFederatedCredentialPowerShell(facts: ScriptFacts, federation: Federation): ScriptResult {
  const read = readFederation(facts.botId, federation, {
    issuer: 'Issuer',
    subject: 'Subject',
    audience: 'Audience',
    name: 'CredentialName',
  })
  if ('refusal' in read) return read
  return writePowerShellScript(
    {
      fileName: `add-federated-credential-${facts.botId}.ps1`,
      title: 'Add the federated credential with Microsoft Graph PowerShell',
      intro: addFederatedCredentialIntro,
      required: ['clientId', 'tenantId'],
      variables: read.variables,
      body,
    },
    facts,
  )
}
