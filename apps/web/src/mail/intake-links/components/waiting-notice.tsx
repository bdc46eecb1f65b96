import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Notice } from '../../../ground/components/notice.tsx'
import { mailPaths } from '../../paths.ts'
import { intakeLinksTexts } from '../texts.ts'

const texts = intakeLinksTexts.waiting

/** Tells on the set-up's own page that somebody has filled in the values. */
export const WaitingNotice = ({ botId }: { botId: string }) => (
  <Notice
    tone="info"
    role="status"
    title={texts.title}
    actions={
      <Button component={Link} to={mailPaths.askAdmin(botId)}>
        {texts.review}
      </Button>
    }
  />
)
