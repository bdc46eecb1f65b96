import { catalog, classicRows } from '@office365-email/shared/diagnosis/catalog'
import { Page } from '../../ground/components/page.tsx'
import { Section } from '../../ground/components/section.tsx'
import { CauseCatalog } from '../diagnoses/components/cause-catalog.tsx'
import { ClassicErrors } from '../diagnoses/components/classic-errors.tsx'
import { PasteError } from '../diagnoses/components/paste-error.tsx'
import { diagnosesTexts as texts } from '../diagnoses/texts.ts'

export const TroubleshootingPage = () => (
  <Page title={texts.title} intro={<p className="quiet">{texts.intro}</p>}>
    <Section title={texts.classic.title}>
      <ClassicErrors rows={classicRows} entries={catalog} />
    </Section>
    <Section title={texts.paste.title}>
      <PasteError entries={catalog} />
    </Section>
    <Section title={texts.catalog.title}>
      <CauseCatalog entries={catalog} />
    </Section>
  </Page>
)
