import { Button } from '@mantine/core'
import { ProblemNotice } from './problem-notice.tsx'

interface MorePagesProps {
  /** The result of `useInfiniteQuery`. */
  query: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    error: Error | null
    fetchNextPage: () => unknown
  }
  label: string
}

/** Below a list that is not complete: a button that loads more, and why loading failed. */
export const MorePages = ({ query, label }: MorePagesProps) => (
  <>
    {query.isFetchNextPageError && query.error && <ProblemNotice error={query.error} />}
    {query.hasNextPage && (
      <div>
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {label}
        </Button>
      </div>
    )}
  </>
)
