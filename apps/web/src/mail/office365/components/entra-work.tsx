import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import { nameSetup } from '@office365-email/shared/entra-setup/setup-names'
import { listEntraTasks } from '@office365-email/shared/entra-setup/setup-tasks'
import { Section } from '../../../ground/components/section.tsx'
import type { SetupFacts } from '../setup.ts'
import { stepTexts } from '../step-texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'
import { RegisterScripts } from './register-scripts.tsx'
import { SharingNote } from './sharing-note.tsx'
import { TaskList } from './task-list.tsx'

const texts = stepTexts.entra

/** The instructions to register the app: with a script, or by hand. */
export function EntraWork({ facts, app }: { facts: SetupFacts; app: KnownSharing }) {
  const { appName, nameLeftOut } = nameSetup(facts)
  return (
    <>
      <Section title={texts.script} intro={<p>{texts.scriptHelp}</p>}>
        <RegisterScripts facts={facts} app={app} />
        {facts.clientId !== null && <SharingNote app={app} />}
        <p className="small quiet">{stepTexts.scripts.checkedByRule}</p>
        {nameLeftOut !== null && <p className="small quiet">{stepTexts.scripts.nameLeftOut}</p>}
      </Section>
      <Section title={texts.hand} intro={<p>{texts.handHelp}</p>}>
        <TaskList
          tasks={listEntraTasks({ appName, userEmail: facts.userEmail })}
          links={makeEntraLinks(facts)}
          numbered
        />
      </Section>
    </>
  )
}
