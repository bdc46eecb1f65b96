import { useRouteError } from 'react-router'
import { Page } from '../../ground/components/page.tsx'
import { ProblemNotice } from '../../ground/components/problem-notice.tsx'

/** In the place of a page that failed. The rest of the host's page stays. */
export function ErrorPage() {
  const error = useRouteError()
  return (
    <Page title="This page cannot be shown">
      <ProblemNotice
        error={error instanceof Error ? error : new Error('not an error')}
        onRetry={() => window.location.reload()}
      />
    </Page>
  )
}
