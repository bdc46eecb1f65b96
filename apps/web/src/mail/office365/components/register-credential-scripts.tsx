import type { CredentialView } from '@office365-email/shared/credential'
import { writeAddFederatedCredentialBash } from '@office365-email/shared/entra-setup/scripts/add-federated-credential-bash'
import { writeAddFederatedCredentialPowerShell } from '@office365-email/shared/entra-setup/scripts/add-federated-credential-powershell'
import type { ScriptFacts, ScriptResult } from '@office365-email/shared/entra-setup/scripts/setup-script'
import { writeUploadCertificateBash } from '@office365-email/shared/entra-setup/scripts/upload-certificate-bash'
import { writeUploadCertificatePowerShell } from '@office365-email/shared/entra-setup/scripts/upload-certificate-powershell'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import { Tabs } from '../../../ground/components/tabs.tsx'
import { stepTexts } from '../step-texts.ts'
import { type KnownSharing, useBotSharing } from '../use-app-sharing.ts'
import { ScriptView } from './script-view.tsx'

const texts = stepTexts.scripts

type Write = (facts: ScriptFacts) => ScriptResult

/** The scripts that make Entra accept the credential; null if there is nothing to register. */
function chooseScripts(credential: CredentialView, pem: string | null): { bash: Write; powerShell: Write } | null {
  const { kind, federation, thumbprint = '', expiresOn } = credential
  if (kind === 'certificate' && pem !== null) {
    const certificate = { pem, thumbprint, expiresOn: expiresOn ?? '' }
    return {
      bash: (facts) => writeUploadCertificateBash(facts, certificate),
      powerShell: (facts) => writeUploadCertificatePowerShell(facts, certificate),
    }
  }
  return kind === 'federated' && federation
    ? {
        bash: (facts) => writeAddFederatedCredentialBash(facts, federation),
        powerShell: (facts) => writeAddFederatedCredentialPowerShell(facts, federation),
      }
    : null
}

interface RegisterCredentialScriptsProps {
  credential: CredentialView
  /** The certificate that has to be uploaded, as PEM. Null while it is being fetched. */
  certificatePem: string | null
  clientId: string
  tenantId: string
  cloud: NationalCloud
  botId: string
  botName: string
}

/** After Submit: scripts that upload the certificate or add the federated credential, instead of doing it by hand. */
export const RegisterCredentialScripts = (props: RegisterCredentialScriptsProps) => (
  <CredentialScripts {...props} app={useBotSharing(props)} />
)

/** The same for a page that asks in another way whether other bots use the app. */
export function CredentialScripts({
  app,
  credential,
  certificatePem,
  ...facts
}: RegisterCredentialScriptsProps & { app: KnownSharing }) {
  const scripts = chooseScripts(credential, certificatePem)
  if (!scripts) return null
  return (
    <div className="stack">
      <Tabs
        label={texts.shells}
        tabs={[
          {
            name: texts.bash,
            content: <ScriptView app={app} write={(sharing) => scripts.bash({ ...facts, sharing })} />,
          },
          {
            name: texts.powerShell,
            content: <ScriptView app={app} write={(sharing) => scripts.powerShell({ ...facts, sharing })} />,
          },
        ]}
      />
      <p className="small quiet">{texts.checkedByRule}</p>
    </div>
  )
}
