import { TextInput } from '@mantine/core'
import { writeRestrictWithAccessPolicy } from '@office365-email/shared/entra-setup/scripts/restrict-with-access-policy'
import { writeRestrictWithRbac } from '@office365-email/shared/entra-setup/scripts/restrict-with-rbac'
import { parseMailAddress } from '@office365-email/shared/mail-address'
import { type ReactNode, useState } from 'react'
import { Tabs } from '../../../ground/components/tabs.tsx'
import type { SetupFacts } from '../setup.ts'
import { stepTexts } from '../step-texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'
import { ScriptView } from './script-view.tsx'
import classes from './scripts.module.css'

const texts = stepTexts.scripts

interface RestrictScriptsProps {
  facts: SetupFacts
  app: KnownSharing
  /** A link to the form, shown if the script lacks a value. */
  valuesLink?: ReactNode
}

export function RestrictScripts({ facts, app, valuesLink }: RestrictScriptsProps) {
  const [other, setOther] = useState('')
  const otherMailbox = parseMailAddress(other)
  const scriptFacts = { ...facts, otherMailbox }
  return (
    <div className="stack">
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
              <ScriptView
                app={app}
                write={(sharing) => writeRestrictWithRbac({ ...scriptFacts, sharing })}
                valuesLink={valuesLink}
              />
            ),
          },
          {
            name: texts.accessPolicy,
            content: (
              <ScriptView
                app={app}
                write={(sharing) => writeRestrictWithAccessPolicy({ ...scriptFacts, sharing })}
                valuesLink={valuesLink}
              />
            ),
          },
        ]}
      />
    </div>
  )
}
