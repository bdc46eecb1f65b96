import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import { restrictionTasks } from '@office365-email/shared/entra-setup/setup-tasks'
import type { ReactNode } from 'react'
import { Section } from '../../../ground/components/section.tsx'
import type { SetupFacts } from '../setup.ts'
import { stepTexts } from '../step-texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'
import { RestrictScripts } from './restrict-scripts.tsx'
import { SharingNote } from './sharing-note.tsx'
import { TaskList } from './task-list.tsx'

const texts = stepTexts.restrict

interface RestrictWorkProps {
  facts: SetupFacts
  app: KnownSharing
  valuesLink?: ReactNode
}

/** The instructions to limit the app to one mailbox: with a script, or by hand. */
export const RestrictWork = ({ facts, app, valuesLink }: RestrictWorkProps) => (
  <>
    <Section title={texts.script} intro={<p>{texts.scriptHelp}</p>}>
      <RestrictScripts facts={facts} app={app} valuesLink={valuesLink} />
      <SharingNote app={app} />
      <p className="small quiet">{stepTexts.scripts.checkedByRule}</p>
    </Section>
    <Section title={texts.hand} intro={<p>{texts.handHelp}</p>}>
      <TaskList tasks={restrictionTasks} links={makeEntraLinks(facts)} />
    </Section>
  </>
)
