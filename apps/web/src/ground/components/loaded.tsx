import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isProblem } from '../api-problem.ts'
import { Notice } from './notice.tsx'
import { ProblemNotice } from './problem-notice.tsx'

interface LoadedProps<Data> {
  query: UseQueryResult<Data>
  skeleton: ReactNode
  children: (data: Data) => ReactNode
}

const texts = {
  notFound: 'There is nothing here',
  notFoundHelp:
    'It was deleted, the address is mistyped, or you have no access to it. Ask an owner of Unified Dashboard.',
  forbidden: 'You have no access to this',
  forbiddenHelp: 'Ask an owner of Unified Dashboard to add you to this bot.',
  stale: 'This may be out of date',
}

/** The states of a panel: loading, failed, no access, loaded, and loaded but the last refresh failed. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>) {
  const { data, error } = query
  const retry = () => void query.refetch()
  if (data !== undefined)
    return (
      <>
        {error && !isProblem(error, 'not-signed-in') && <StaleNotice error={error} onRetry={retry} />}
        {children(data)}
      </>
    )
  if (!error || isProblem(error, 'not-signed-in')) return skeleton
  if (isProblem(error, 'not-found'))
    return (
      <Notice tone="info" title={texts.notFound}>
        {texts.notFoundHelp}
      </Notice>
    )
  if (isProblem(error, 'forbidden'))
    return (
      <Notice tone="info" title={texts.forbidden}>
        {texts.forbiddenHelp}
      </Notice>
    )
  return <ProblemNotice error={error} onRetry={retry} />
}

const StaleNotice = ({ error, onRetry }: { error: Error; onRetry: () => void }) => (
  <div>
    <p className="quiet small">{texts.stale}</p>
    <ProblemNotice error={error} onRetry={onRetry} />
  </div>
)
