import { type CredentialKind, defaultCredentialKind } from '../../credential.ts'
import {
  powerShellFindApp,
  powerShellFindUser,
  powerShellGetGrants,
  powerShellGraph,
  powerShellPrintValues,
  powerShellSecretDate,
  powerShellTenant,
} from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import { afterRegistration, describeRegistration } from './registration-texts.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

const findSecrets = `${powerShellSecretDate}
$secrets = @($app.PasswordCredentials | Where-Object { $_.EndDateTime -gt [DateTime]::UtcNow })
$live = @($secrets | Where-Object {
  $_.DisplayName -and $_.DisplayName.StartsWith($SecretName, [StringComparison]::Ordinal)
})
$unused = $secrets.Count -eq 0 -and ($unused -or (
  @($app.KeyCredentials | Where-Object { $_ }).Count -eq 0 -and
  @(Get-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -All).Count -eq 0))
`

const createSecret = `
$secret = ''
if ($live.Count -eq 0) {
  $secret = (Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential @{ displayName = $SecretName; endDateTime = $expires }).SecretText
} else {
  $SecretExpires = ''
  Write-Host 'A client secret of this setup is still valid and was not changed. No one can read its value again: to get a new one, run the script that renews the secret.'
}
`

/**
 * An app that was set up before or that others may use gets no grant: it may be restricted in Exchange Online, and grants
 * add up. Without a secret to create, only a new enterprise application proves that the app is not restricted yet.
 */
const writeBody = (
  kind: CredentialKind,
) => `${powerShellTenant}${powerShellGraph}${powerShellFindApp}${powerShellGetGrants}
$TenantId = Resolve-BotTenant
$TenantId = Connect-BotTenant 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'User.Read.All'
${powerShellFindUser}
$app = Find-BotApp
if (-not $app) {
  $app = New-MgApplication -DisplayName $AppName -SignInAudience 'AzureADMyOrg'
}

$principal = Get-MgServicePrincipal -Filter "appId eq '$($app.AppId)'"
$unused = -not $principal
for ($try = 1; -not $principal; $try++) {
  try {
    $principal = New-MgServicePrincipal -AppId $app.AppId
  } catch {
    if ($try -ge 6) { throw }
    Start-Sleep -Seconds 10
  }
}

${kind === 'client-secret' ? findSecrets : ''}
$consent = ''
if (@(Get-BotGrant $principal.Id).Count -eq 0) {
  $consent = if ($unused -and $MayGrant -eq 'yes') { 'wanted' } else { 'withheld' }
}
if ($consent -eq 'wanted') {
  $access = @($app.RequiredResourceAccess | Where-Object { $_ })
  $graphAccess = @($access | Where-Object { $_.ResourceAppId -eq $GraphAppId } |
    ForEach-Object { $_.ResourceAccess } | ForEach-Object { @{ Id = $_.Id; Type = $_.Type } })
  if (@($graphAccess | ForEach-Object { $_.Id }) -notcontains $MailSendRole) {
    $others = @($access | Where-Object { $_.ResourceAppId -ne $GraphAppId } | ForEach-Object {
      @{ ResourceAppId = $_.ResourceAppId; ResourceAccess = @($_.ResourceAccess | ForEach-Object { @{ Id = $_.Id; Type = $_.Type } }) }
    })
    $graphAccess += @{ Id = $MailSendRole; Type = 'Role' }
    Update-MgApplication -ApplicationId $app.Id -RequiredResourceAccess ($others + @{ ResourceAppId = $GraphAppId; ResourceAccess = $graphAccess })
  }
  $graph = Get-MgServicePrincipal -Filter "appId eq '$GraphAppId'"
  try {
    New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -PrincipalId $principal.Id -ResourceId $graph.Id -AppRoleId $MailSendRole | Out-Null
  } catch {
    Write-Warning $_.Exception.Message
    $consent = 'refused'
  }
}
${kind === 'client-secret' ? createSecret : ''}${powerShellPrintValues(kind)}
Write-Host ('Object ID of the enterprise application, for the restriction: ' + $principal.Id)
$consentPage = $LoginUrl + '/' + $TenantId + '/adminconsent?client_id=' + $app.AppId
if ($consent -eq 'refused') {
  Write-Host 'Mail.Send is NOT granted yet, because your role cannot grant it. Ask a Privileged Role Administrator or Global Administrator to open this page:'
  Write-Host $consentPage
}
if ($consent -eq 'withheld') {
  Write-Host 'Mail.Send is not granted in Entra. This script did not grant it, because this app was set up before or other bots may use it. If the app is restricted with RBAC for Applications, do not grant it: a grant would lift the restriction. If not, ask a Privileged Role Administrator or Global Administrator to open this page:'
  Write-Host $consentPage
}
${kind === 'client-secret' ? '' : `Write-Host '${afterRegistration[kind]}'`}
`

export const writeRegisterAppPowerShell = (facts: ScriptFacts): ScriptResult =>
  writePowerShellScript(
    {
      fileName: `register-${facts.botId}.ps1`,
      title: 'Register the app with Microsoft Graph PowerShell',
      intro: describeRegistration(facts.credentialKind ?? defaultCredentialKind),
      required: [],
      body: writeBody(facts.credentialKind ?? defaultCredentialKind),
    },
    facts,
  )
