import { writeRegisterAppBash } from '@office365-email/shared/entra-setup/scripts/register-app-bash'
import { writeRegisterAppPowerShell } from '@office365-email/shared/entra-setup/scripts/register-app-powershell'
import type { SecretLifetimeInMonths } from '@office365-email/shared/entra-setup/scripts/setup-script'
import { useState } from 'react'
import { Tabs } from '../../../ground/components/tabs.tsx'
import type { SetupFacts } from '../setup.ts'
import { stepTexts } from '../step-texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'
import { ScriptView } from './script-view.tsx'
import { SecretLifetimeChoice } from './secret-lifetime-choice.tsx'

const texts = stepTexts.scripts

export function RegisterScripts({ facts, app }: { facts: SetupFacts; app: KnownSharing }) {
  const [months, setMonths] = useState<SecretLifetimeInMonths>(12)
  const scriptFacts = { ...facts, secretLifetimeInMonths: months }
  return (
    <div className="stack">
      {facts.credentialKind === 'client-secret' && <SecretLifetimeChoice value={months} onChange={setMonths} />}
      <Tabs
        label={texts.shells}
        tabs={[
          {
            name: texts.bash,
            content: <ScriptView app={app} write={(sharing) => writeRegisterAppBash({ ...scriptFacts, sharing })} />,
          },
          {
            name: texts.powerShell,
            content: (
              <ScriptView app={app} write={(sharing) => writeRegisterAppPowerShell({ ...scriptFacts, sharing })} />
            ),
          },
        ]}
      />
    </div>
  )
}
