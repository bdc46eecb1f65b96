import { TextInput } from '@mantine/core'
import { writeRemoveMailSendGrant } from '@office365-email/shared/entra-setup/scripts/remove-mail-send-grant'
import { writeRestrictWithAccessPolicy } from '@office365-email/shared/entra-setup/scripts/restrict-with-access-policy'
import { writeRestrictWithRbac } from '@office365-email/shared/entra-setup/scripts/restrict-with-rbac'
import { parseMailAddress } from '@office365-email/shared/mail-address'
import { type ReactNode, useState } from 'react'
import { Disclosure } from '../../../components/disclosure.tsx'
import { Tabs } from '../../../components/tabs.tsx'
import type { SetupFacts } from '../setup.ts'
import { office365Texts } from '../texts.ts'
import { ScriptView } from './script-view.tsx'
import classes from './scripts.module.css'

const texts = office365Texts.scripts

interface RestrictScriptsProps {
  facts: SetupFacts
  /** Other bots send through the same app: its grant has to stay until each of them has its scope. */
  appIsShared: boolean
  /** Leads to where the values are entered, from a script that lacks one. */
  valuesLink?: ReactNode
}

export function RestrictScripts({ facts, appIsShared, valuesLink }: RestrictScriptsProps) {
  const [other, setOther] = useState('')
  const otherMailbox = parseMailAddress(other)
  const scriptFacts = { ...facts, appIsShared, otherMailbox }
  return (
    <div className={classes['scripts']}>
      <TextInput
        className={classes['choice'] ?? ''}
        type="email"
        label={texts.otherMailbox}
        description={texts.otherMailboxHelp}
        autoComplete="off"
        value={other}
        error={other.trim() !== '' && otherMailbox === null ? texts.otherMailboxInvalid : undefined}
        onChange={(event) => setOther(event.currentTarget.value)}
      />
      <Tabs
        label={texts.ways}
        tabs={[
          {
            name: texts.rbac,
            content: (
              <>
                <ScriptView result={writeRestrictWithRbac(scriptFacts)} valuesLink={valuesLink} />
                {appIsShared && (
                  <Disclosure summary={texts.grantLater}>
                    <p>{texts.grantLaterHelp}</p>
                    <ScriptView result={writeRemoveMailSendGrant(scriptFacts)} />
                  </Disclosure>
                )}
              </>
            ),
          },
          {
            name: texts.accessPolicy,
            content: <ScriptView result={writeRestrictWithAccessPolicy(scriptFacts)} valuesLink={valuesLink} />,
          },
        ]}
      />
    </div>
  )
}
