import { Button } from '@mantine/core'
import type { SendingView } from '@office365-email/shared/sending'
import { useState } from 'react'
import { Notice } from '../../../ground/components/notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { useMailHost } from '../../host.ts'
import { sendingTexts as texts } from '../texts.ts'
import { ReleaseSending } from './release-sending.tsx'

/** Why no mail leaves the server, and what an owner can do about it. */
export function SendingNotice({ sending: data }: { sending: SendingView }) {
  const { user } = useMailHost()
  const [asking, setAsking] = useState(false)
  if (data.state === 'on') return null
  if (data.state !== 'held')
    return (
      <Notice tone="caution" role="status" title={texts[data.state].title}>
        <p>{texts[data.state].help}</p>
      </Notice>
    )
  const isOwner = user.role === 'owner'
  return (
    <>
      <Notice
        tone="caution"
        role="status"
        title={texts.held.title}
        actions={isOwner && <Button onClick={() => setAsking(true)}>{texts.release.action}</Button>}
      >
        <p>{texts.held.why}</p>
        {data.since && (
          <p>
            {texts.held.since} <Time iso={data.since} />. {!isOwner && texts.held.askOwner}
          </p>
        )}
      </Notice>
      {asking && <ReleaseSending queuedMessages={data.queuedMessages ?? 0} onClose={() => setAsking(false)} />}
    </>
  )
}
