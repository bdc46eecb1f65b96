import { catalogue, classicRows } from '@office365-email/shared/diagnosis/catalogue'
import { Page } from '../components/page.tsx'
import { Section } from '../components/section.tsx'
import { CauseCatalogue } from '../features/diagnoses/components/cause-catalogue.tsx'
import { ClassicErrors } from '../features/diagnoses/components/classic-errors.tsx'
import { PasteError } from '../features/diagnoses/components/paste-error.tsx'
import { diagnosesTexts as texts } from '../features/diagnoses/texts.ts'

export const TroubleshootingPage = () => (
  <Page title={texts.title} intro={<p className="quiet">{texts.intro}</p>}>
    <Section title={texts.classic.title}>
      <ClassicErrors rows={classicRows} entries={catalogue} />
    </Section>
    <Section title={texts.paste.title}>
      <PasteError entries={catalogue} />
    </Section>
    <Section title={texts.catalogue.title}>
      <CauseCatalogue entries={catalogue} />
    </Section>
  </Page>
)
