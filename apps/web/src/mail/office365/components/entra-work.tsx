import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import { nameSetup } from '@office365-email/shared/entra-setup/setup-names'
import { listEntraTasks, registrationTasks } from '@office365-email/shared/entra-setup/setup-tasks'
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
  const { userEmail, credentialKind } = facts
  const links = makeEntraLinks(facts)
  return (
    <>
      <Section title={texts.script} intro={<p>{texts.scriptHelp(credentialKind)}</p>}>
        <RegisterScripts facts={facts} app={app} />
        {facts.clientId !== null && <SharingNote app={app} />}
        <p className="small quiet">{stepTexts.scripts.checkedByRule}</p>
        {nameLeftOut !== null && <p className="small quiet">{stepTexts.scripts.nameLeftOut}</p>}
      </Section>
      <Section title={texts.hand} intro={<p>{texts.handHelp}</p>}>
        <TaskList tasks={listEntraTasks({ appName, userEmail, credentialKind })} links={links} numbered />
      </Section>
    </>
  )
}

/** What is left for after Submit. The page behind an intake link shows it then. */
export const LaterWork = ({ facts }: { facts: SetupFacts }) =>
  facts.credentialKind === 'client-secret' ? null : (
    <Section title={texts.later} intro={<p>{texts.laterHelp[facts.credentialKind]}</p>}>
      <TaskList tasks={[registrationTasks[facts.credentialKind]]} links={makeEntraLinks(facts)} />
    </Section>
  )
