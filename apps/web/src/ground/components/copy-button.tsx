import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Icon } from './icon.tsx'

const texts = {
  copy: 'Copy',
  copied: 'Copied',
  failed: 'The browser does not allow copying here. Select the text instead.',
}

interface CopyButtonProps {
  text: string
  /** Creates the current text before it is copied; null if there is no longer anything to copy. */
  renew?: (() => Promise<string | null>) | undefined
  /** What is copied: part of the button's accessible name. */
  what: string
}

export function CopyButton({ text, renew, what }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)
  useEffect(() => {
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome(null), 2000)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => {
    const fresh = renew ? await renew() : text
    if (fresh === null) return
    await navigator.clipboard.writeText(fresh).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }
  const word = outcome === 'copied' ? texts.copied : texts.copy
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name={outcome === 'copied' ? 'check' : 'copy'} size={14} />}
        aria-label={`${word} ${what}`}
        onClick={() => void copy()}
      >
        {word}
      </Button>
      <span role="status" className="small">
        {outcome === 'failed' && texts.failed}
      </span>
    </>
  )
}
