import { type ReactNode, useSyncExternalStore } from 'react'
import { Notice } from '../../ground/components/notice.tsx'
import { appTexts } from '../texts.ts'
import classes from './frame.module.css'
import { SignedOutNotice } from './signed-out-notice.tsx'

interface FrameProps {
  /** Above every page. */
  banner: ReactNode
  children: ReactNode
}

function followConnection(onChange: () => void): () => void {
  const ended = new AbortController()
  for (const event of ['online', 'offline']) window.addEventListener(event, onChange, ended)
  return () => ended.abort()
}

/** The place of a page, below what concerns every page. Without the shell, nothing else is shown. */
export function Frame({ banner, children }: FrameProps) {
  const online = useSyncExternalStore(followConnection, () => navigator.onLine)
  return (
    <main id="main" tabIndex={-1} className={classes['main']}>
      {!online && <Notice tone="caution" role="status" title={appTexts.offline} />}
      <SignedOutNotice />
      {banner}
      {children}
    </main>
  )
}
