import { Button } from '@mantine/core'
import {
  makeInstructions,
  makeInstructionsMail,
  writeInstructions,
} from '@office365-email/shared/entra-setup/instructions'
import { Link } from 'react-router'
import { Section } from '../../../ground/components/section.tsx'
import { TextBlock } from '../../../ground/components/text-block.tsx'
import { mailPaths } from '../../paths.ts'
import { instructionsTexts as texts } from '../instructions-texts.ts'
import type { SetupFacts } from '../setup.ts'

/** The instructions to read, to send, and to print. They contain no secret. */
export const InstructionsText = ({ facts }: { facts: SetupFacts }) => (
  <Section title={texts.title} intro={<p>{texts.help[facts.credentialKind]}</p>}>
    <TextBlock
      wraps
      what={texts.what}
      text={writeInstructions(makeInstructions(facts))}
      actions={
        <>
          <Button component="a" href={makeInstructionsMail(facts)} variant="default" size="xs">
            {texts.mail}
          </Button>
          <Button component={Link} to={mailPaths.instructions(facts.botId)} variant="default" size="xs">
            {texts.printable}
          </Button>
        </>
      }
    />
  </Section>
)
