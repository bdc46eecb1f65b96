import { Section } from '../../../components/section.tsx'
import { office365Texts } from '../texts.ts'

const texts = office365Texts.test

export const ArrivalHelp = () => (
  <Section title={texts.arriveTitle}>
    <ol>
      {texts.arrive.map((advice) => (
        <li key={advice}>{advice}</li>
      ))}
    </ol>
  </Section>
)
