import { Button } from '@mantine/core'
import { ProblemNotice } from './problem-notice.tsx'

interface MorePagesProps {
  /** What `useInfiniteQuery` answers. */
  query: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    error: Error | null
    fetchNextPage: () => unknown
  }
  label: string
}

/** Below a list that came in part: the way to the rest, and why it did not come. */
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
