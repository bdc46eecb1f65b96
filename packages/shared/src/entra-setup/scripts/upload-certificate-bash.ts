import { bashSignIn } from './bash-parts.ts'
import { writeBashScript } from './bash-script.ts'
import { type PublicCertificate, readCertificateLines, uploadIntro } from './certificate-lines.ts'
import { bashShowApp, checkLater, selectCheck, whoMayAdd } from './registered-app.ts'
import type { ScriptFacts, ScriptResult } from './setup-script.ts'

/** Azure CLI reduces a later date to the end of the certificate. Without a date, it would enter one year. */
const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

const toBase64 = (hex: string) =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16))))

/**
 * Sources: the reference of `az ad app credential` for --cert, --append and --end-date, and Azure CLI's source, which says
 * that Entra computes customKeyIdentifier as the thumbprint. Examples show it in hexadecimal and in Base64.
 */
const writeBody = (lines: readonly string[]) => String.raw`${bashSignIn}${bashShowApp}
UPLOADED=$(az ad app credential list --id "$CLIENT_ID" --cert --query '[].customKeyIdentifier' --output tsv)
case "$UPLOADED" in
  *"$THUMBPRINT"* | *"$THUMBPRINT_BASE64"*)
    printf '%s\n' 'The app already has this certificate. Nothing was changed. ${selectCheck}'
    exit 0 ;;
esac

FILE=$(mktemp)
trap 'rm -f "$FILE"' EXIT
printf '%s\n' '-----BEGIN CERTIFICATE-----' \
${lines.map((line) => `'${line}' \\`).join('\n')}
'-----END CERTIFICATE-----' >"$FILE"

az ad app credential reset --id "$CLIENT_ID" --append --cert "@$FILE" --display-name="$SECRET_NAME" --end-date "$CERTIFICATE_END" --output none --only-show-errors
printf '%s\n' "Uploaded the certificate with the thumbprint $THUMBPRINT. Every other credential of the app was kept."
printf '%s\n' '${checkLater}'
`

export function writeUploadCertificateBash(facts: ScriptFacts, certificate: PublicCertificate): ScriptResult {
  const read = readCertificateLines(certificate)
  if ('refusal' in read) return read
  return writeBashScript(
    {
      fileName: `upload-certificate-${facts.botId}.sh`,
      title: 'Upload the certificate with Azure CLI',
      intro: [...uploadIntro, 'The script does not delete or replace a credential.', whoMayAdd],
      required: ['clientId', 'tenantId'],
      variables: [
        { name: 'THUMBPRINT', label: 'Certificate', text: certificate.thumbprint },
        { name: 'THUMBPRINT_BASE64', label: 'Certificate', text: toBase64(certificate.thumbprint) },
        { name: 'CERTIFICATE_END', label: 'Certificate', text: dayAfter(certificate.expiresOn) },
      ],
      body: writeBody(read.lines),
    },
    facts,
  )
}
