import { Page } from '../../ground/components/page.tsx'
import { Section } from '../../ground/components/section.tsx'
import { ExportButton } from '../export-button.tsx'
import { ImportFile } from '../transfer/components/import-file.tsx'
import { transferTexts as texts } from '../transfer/texts.ts'

export const ConfigurationsPage = () => (
  <Page title={texts.title} intro={<p className="quiet">{texts.intro}</p>}>
    <Section title={texts.export.title} intro={<p className="quiet">{texts.export.help}</p>}>
      <div>
        <ExportButton>{texts.export.action}</ExportButton>
      </div>
    </Section>
    <ImportFile />
  </Page>
)
