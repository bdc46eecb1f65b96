import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Notice } from '../../../components/notice.tsx'
import { paths } from '../../../lib/paths.ts'
import { intakeLinksQuery } from '../api/intake-links-query.ts'
import { intakeLinksTexts } from '../texts.ts'

const texts = intakeLinksTexts.waiting

/** Tells on the set-up's own page that somebody has filled in the values. */
export function WaitingNotice({ botId }: { botId: string }) {
  const { data: links } = useQuery(intakeLinksQuery(botId))
  if (!links?.some(({ status }) => status === 'waiting-for-approval')) return null
  return (
    <Notice
      tone="info"
      role="status"
      title={texts.title}
      actions={
        <Button component={Link} to={paths.askAdmin(botId)}>
          {texts.review}
        </Button>
      }
    />
  )
}
