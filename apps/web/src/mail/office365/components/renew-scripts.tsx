import { writeRotateSecretBash } from '@office365-email/shared/entra-setup/scripts/rotate-secret-bash'
import { writeRotateSecretPowerShell } from '@office365-email/shared/entra-setup/scripts/rotate-secret-powershell'
import type { SecretLifetimeInMonths } from '@office365-email/shared/entra-setup/scripts/setup-script'
import { useState } from 'react'
import { Tabs } from '../../../ground/components/tabs.tsx'
import { configuredTexts } from '../configured-texts.ts'
import type { SetupFacts } from '../setup.ts'
import { stepTexts } from '../step-texts.ts'
import { useBotSharing } from '../use-app-sharing.ts'
import { ScriptView } from './script-view.tsx'
import { SecretLifetimeChoice } from './secret-lifetime-choice.tsx'
import { SharingNote } from './sharing-note.tsx'

const texts = stepTexts.scripts

export function RenewScripts({ facts }: { facts: SetupFacts }) {
  const app = useBotSharing(facts)
  const [months, setMonths] = useState<SecretLifetimeInMonths>(12)
  const scriptFacts = { ...facts, secretLifetimeInMonths: months }
  return (
    <div className="stack">
      <p>{configuredTexts.renew.help}</p>
      <SecretLifetimeChoice value={months} onChange={setMonths} />
      <Tabs
        label={texts.shells}
        tabs={[
          {
            name: texts.bash,
            content: <ScriptView app={app} write={(sharing) => writeRotateSecretBash({ ...scriptFacts, sharing })} />,
          },
          {
            name: texts.powerShell,
            content: (
              <ScriptView app={app} write={(sharing) => writeRotateSecretPowerShell({ ...scriptFacts, sharing })} />
            ),
          },
        ]}
      />
      <SharingNote app={app} />
      <p className="small quiet">{texts.checkedByRule}</p>
    </div>
  )
}
