import { Button } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '../../../components/notice.tsx'
import { Time } from '../../../components/time.tsx'
import { sendingQuery } from '../api/sending-query.ts'
import { sendingTexts as texts } from '../texts.ts'
import { ReleaseSending } from './release-sending.tsx'

/** Stands on every page while no mail leaves the server. */
export function SendingBanner({ role }: Pick<User, 'role'>) {
  const { data } = useQuery(sendingQuery)
  const [asking, setAsking] = useState(false)
  if (!data || data.state === 'on') return null
  if (data.state !== 'held')
    return (
      <Notice tone="caution" role="status" title={texts[data.state].title}>
        <p>{texts[data.state].help}</p>
      </Notice>
    )
  const isOwner = role === 'owner'
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
