import { useEffect, useState } from 'react'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { goToHost, hostSignInAddress, isInsideOfPage, wasJustSentToHost } from '../host-sign-in.ts'
import { signInTexts } from '../sign-in-texts.ts'
import { HostSignInLink } from './host-sign-in-link.tsx'

const { returned } = signInTexts.host

interface HostSignInProps {
  url: string
  /** The path to return to. */
  next: string
  /** Whether the person chose to stay on this page. */
  stays: boolean
}

/** Sends the person to the sign-in of the host; after they came back without one, explains that instead. */
export function HostSignIn({ url, next, stays }: HostSignInProps) {
  const [isReturned] = useState(wasJustSentToHost)
  const leaves = !(stays || isReturned || isInsideOfPage())
  useEffect(() => {
    if (leaves) goToHost(hostSignInAddress(url, next))
  }, [leaves, url, next])
  if (leaves) return <DelayedSkeleton lines={[{ id: 'button', width: '100%', height: '2.5rem' }]} />
  return (
    <>
      {isReturned && !stays && (
        <Notice tone="caution" role="status" title={returned.title}>
          <p>{returned.help}</p>
        </Notice>
      )}
      <HostSignInLink url={url} next={next} />
    </>
  )
}
