import { type PublicCertificate, readCertificateLines, uploadIntro } from './certificate-lines.ts'
import { powerShellGraph, powerShellTenant } from './powershell-parts.ts'
import { writePowerShellScript } from './powershell-script.ts'
import { checkLater, powerShellGetApp, selectCheck, whoMayAdd } from './registered-app.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

/**
 * An update replaces all certificates of an app, so it contains the existing ones too, as Microsoft Graph's article
 * "Add a certificate to an app" shows it. Their content is only returned for one app, and if it is selected. Assumed: an entry
 * that is sent back with all its properties stays as it is. The script compares afterward.
 */
const writeBody = (lines: readonly string[]) => `${powerShellTenant}${powerShellGraph}
$certificate = @(
${lines.map((line) => `  '${line}'`).join('\n')}
) -join ''
${powerShellGetApp}
$existing = @((Get-MgApplication -ApplicationId $app.Id -Property 'keyCredentials').KeyCredentials | Where-Object { $_ })
if (@($existing | Where-Object { $_.Key -and [Convert]::ToBase64String($_.Key) -ceq $certificate }).Count -gt 0) {
  Write-Host 'The app already has this certificate. Nothing was changed. ${selectCheck}'
  return
}
if (@($existing | Where-Object { -not $_.Key }).Count -gt 0) {
  throw 'Microsoft Graph does not return every certificate of this app, so this script could not keep them. Nothing was changed. Upload the certificate in Entra.'
}

$kept = @($existing | ForEach-Object {
  @{
    KeyId = $_.KeyId; CustomKeyIdentifier = $_.CustomKeyIdentifier; DisplayName = $_.DisplayName; Key = $_.Key
    Type = $_.Type; Usage = $_.Usage; StartDateTime = $_.StartDateTime; EndDateTime = $_.EndDateTime
  }
})
$bytes = [Convert]::FromBase64String($certificate)
$read = [Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes)
if ($read.Thumbprint -ne $Thumbprint) { throw 'The certificate in this script is damaged. Nothing was changed. Copy the script again.' }
$added = @{
  DisplayName = $SecretName; Key = $bytes; Type = 'AsymmetricX509Cert'; Usage = 'Verify'
  StartDateTime = $read.NotBefore.ToUniversalTime(); EndDateTime = $read.NotAfter.ToUniversalTime()
}
Update-MgApplication -ApplicationId $app.Id -KeyCredentials ($kept + $added)

$now = @((Get-MgApplication -ApplicationId $app.Id -Property 'keyCredentials').KeyCredentials | ForEach-Object { [string] $_.KeyId })
foreach ($old in $existing) {
  if ($now -notcontains [string] $old.KeyId) {
    Write-Warning "The certificate $($old.DisplayName) with the key ID $($old.KeyId) is no longer listed. If a program needs it, upload it again."
  }
}
Write-Host "Uploaded the certificate with the thumbprint $Thumbprint. The script kept every other credential of the app."
Write-Host '${checkLater}'
`

export function writeUploadCertificatePowerShell(facts: ScriptFacts, certificate: PublicCertificate): ScriptResult {
  const read = readCertificateLines(certificate)
  if ('refusal' in read) return read
  return writePowerShellScript(
    {
      fileName: `upload-certificate-${facts.botId}.ps1`,
      title: 'Upload the certificate with Microsoft Graph PowerShell',
      intro: [
        ...uploadIntro,
        'The script keeps the other certificates of the app, and checks afterward that none of them is missing.',
        whoMayAdd,
      ],
      required: ['clientId', 'tenantId'],
      variables: [{ name: 'Thumbprint', label: 'Certificate', text: certificate.thumbprint }],
      body: writeBody(read.lines),
    },
    facts,
  )
}
