import type { ScriptResult } from '@office365-email/shared/entra-setup/scripts/setup-script'
import type { ReactNode } from 'react'
import { Notice } from '../../../components/notice.tsx'
import { TextBlock } from '../../../components/text-block.tsx'
import { office365Texts } from '../texts.ts'

const texts = office365Texts.scripts

interface ScriptViewProps {
  result: ScriptResult
  /** Leads to where the values are entered. */
  valuesLink?: ReactNode
}

/** A script with its values filled in, or which value keeps it from being written. */
export const ScriptView = ({ result, valuesLink }: ScriptViewProps) =>
  'script' in result ? (
    <TextBlock text={result.script.text} what={texts.what(result.script.title)} fileName={result.script.fileName} />
  ) : (
    <Notice tone="caution" title={texts.refused(result.refusal.value)} actions={valuesLink}>
      <p>{result.refusal.reason}</p>
    </Notice>
  )
