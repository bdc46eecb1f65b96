import { catalogue, classicRows } from '@office365-email/shared/diagnosis/catalogue'
import { Page } from '../../ground/components/page.tsx'
import { Section } from '../../ground/components/section.tsx'
import { CauseCatalogue } from '../diagnoses/components/cause-catalogue.tsx'
import { ClassicErrors } from '../diagnoses/components/classic-errors.tsx'
import { PasteError } from '../diagnoses/components/paste-error.tsx'
import { diagnosesTexts as texts } from '../diagnoses/texts.ts'

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
