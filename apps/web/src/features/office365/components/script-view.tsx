import type { ScriptResult } from '@office365-email/shared/entra-setup/scripts/setup-script'
import { Notice } from '../../../components/notice.tsx'
import { TextBlock } from '../../../components/text-block.tsx'
import { office365Texts } from '../texts.ts'

const texts = office365Texts.scripts

/** A script with its values filled in, or which value keeps it from being written. */
export const ScriptView = ({ result }: { result: ScriptResult }) =>
  'script' in result ? (
    <TextBlock text={result.script.text} what={texts.what(result.script.title)} fileName={result.script.fileName} />
  ) : (
    <Notice tone="caution" title={texts.refused(result.refusal.value)}>
      <p>{result.refusal.reason}</p>
    </Notice>
  )
