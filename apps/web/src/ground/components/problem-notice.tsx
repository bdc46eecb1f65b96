import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiProblem, NoResponse, PageOutdated } from '../api-problem.ts'
import { Notice } from './notice.tsx'

interface ProblemNoticeProps {
  error: Error
  onRetry?: () => void
  actions?: ReactNode
}

const texts = {
  noResponse: 'The server cannot be reached',
  noResponseHelp: 'Check your connection, then try again. Nothing you entered is lost.',
  outdated: 'This page is older than the server. Reload it.',
  reload: 'Reload',
  unexpected: 'Something went wrong on this page',
  unexpectedHelp: 'Reload the page. If it happens again, tell the operator of Unified Dashboard.',
  retry: 'Try again',
  requestId: 'Request ID',
}

/** Any failure, shown in place: what happened, why, and how to continue. */
export function ProblemNotice({ error, onRetry, actions }: ProblemNoticeProps) {
  if (error instanceof PageOutdated)
    return (
      <Notice
        tone="caution"
        role="alert"
        title={texts.outdated}
        actions={
          <Button size="xs" onClick={() => window.location.reload()}>
            {texts.reload}
          </Button>
        }
      />
    )
  const retry = onRetry && (
    <Button variant="default" size="xs" onClick={onRetry}>
      {texts.retry}
    </Button>
  )
  const buttons = (retry || actions) && (
    <>
      {retry}
      {actions}
    </>
  )
  if (!(error instanceof ApiProblem)) {
    const known = error instanceof NoResponse
    return (
      <Notice tone="bad" role="alert" title={known ? texts.noResponse : texts.unexpected} actions={buttons}>
        <p>{known ? texts.noResponseHelp : texts.unexpectedHelp}</p>
      </Notice>
    )
  }
  const { title, detail, requestId } = error.document
  return (
    <Notice tone="bad" role="alert" title={title} actions={buttons}>
      {detail && detail !== title && <p>{detail}</p>}
      <p className="small quiet">
        {texts.requestId}: <code>{requestId}</code>
      </p>
    </Notice>
  )
}
