import { Button } from '@mantine/core'
import type { ResponseOf } from '@office365-email/shared/endpoint'
import type { serviceKeyEndpoints } from '@office365-email/shared/endpoints/service-keys'
import { useEffect, useRef } from 'react'
import { CopyButton } from '../../../ground/components/copy-button.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { ExampleBlock } from '../../../ground/components/example-block.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { serviceKeysTexts } from '../texts.ts'
import classes from './created-key.module.css'

const texts = serviceKeysTexts.created

interface CreatedKeyProps {
  created: ResponseOf<typeof serviceKeyEndpoints.createServiceKey>
  example: string
  onDone: () => void
}

/** Shows the key itself. It is gone when this is removed from the page. */
export function CreatedKey({ created, example, onDone }: CreatedKeyProps) {
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => notice.current?.focus(), [])
  return (
    <Section title={texts.title(created.name)}>
      <Notice tone="caution" role="status" title={texts.warning} ref={notice}>
        <p>{texts.warningHelp}</p>
      </Notice>
      <div className={classes['key']}>
        <code>{created.key}</code>
        <CopyButton text={created.key} what={texts.copy} />
      </div>
      <Disclosure summary={texts.example} open>
        <p className="small">{texts.exampleHelp}</p>
        <ExampleBlock text={example} />
        <div>
          <CopyButton text={example} what={texts.copyExample} />
        </div>
      </Disclosure>
      <div>
        <Button onClick={onDone}>{texts.done}</Button>
      </div>
    </Section>
  )
}
