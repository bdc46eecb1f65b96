import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Notice } from '../../../ground/components/notice.tsx'
import { mailPaths } from '../../paths.ts'
import { mailTexts } from '../../texts.ts'
import { intakeLinksQuery } from '../queries.ts'

/** Says on the setup page that values were entered through a link. */
export const WaitingNotice = ({ botId }: { botId: string }) => (
  <Notice
    tone="info"
    role="status"
    title={mailTexts.waiting}
    actions={
      <Button component={Link} to={mailPaths.askAdmin(botId)}>
        {mailTexts.review}
      </Button>
    }
  />
)

/** Whether values that were entered through a link wait for approval. Undefined until that is known. */
export function useIsWaiting(botId: string): boolean | undefined {
  const { data: links, isFetched } = useQuery(intakeLinksQuery(botId))
  if (!isFetched) return undefined
  return links?.some(({ status }) => status === 'waiting-for-approval') ?? false
}
