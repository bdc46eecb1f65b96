import type { AppSharing, ScriptResult } from '@office365-email/shared/entra-setup/scripts/setup-script'
import type { ReactNode } from 'react'
import { Notice } from '../../../ground/components/notice.tsx'
import { TextBlock } from '../../../ground/components/text-block.tsx'
import { stepTexts } from '../step-texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'

const texts = stepTexts.scripts

interface ScriptViewProps {
  write: (sharing: AppSharing) => ScriptResult
  /** Fetched again when the script is copied or downloaded. */
  app: KnownSharing
  /** A link to the form. */
  valuesLink?: ReactNode
}

/** A script with its values filled in, or the value that is missing or invalid. */
export function ScriptView({ write, app, valuesLink }: ScriptViewProps) {
  const result = write(app.sharing)
  const rewrite = async () => {
    const fresh = write(await app.ask())
    return 'script' in fresh ? fresh.script.text : null
  }
  return 'script' in result ? (
    <TextBlock
      text={result.script.text}
      renew={rewrite}
      what={texts.what(result.script.title)}
      fileName={result.script.fileName}
    />
  ) : (
    <Notice tone="caution" title={texts.refused(result.refusal.value)} actions={valuesLink}>
      <p>{result.refusal.reason}</p>
    </Notice>
  )
}
