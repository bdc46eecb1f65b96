import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '../../../ground/components/notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { useMailHost } from '../../host.ts'
import { sendingQuery } from '../sending-query.ts'
import { sendingTexts as texts } from '../texts.ts'
import { ReleaseSending } from './release-sending.tsx'

/** Shown on every page while no mail leaves the server. */
export function SendingBanner() {
  const { user } = useMailHost()
  const { data } = useQuery(sendingQuery)
  const [asking, setAsking] = useState(false)
  if (!data || data.state === 'on') return null
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
