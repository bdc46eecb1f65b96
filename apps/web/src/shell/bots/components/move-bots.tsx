import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { ExportButton } from '../../../mail/export-button.tsx'
import { mailPaths } from '../../../mail/paths.ts'
import { botsTexts } from '../texts.ts'
import classes from './move-bots.module.css'

/** Below the list: the bots as a file for another place, or from one. */
export const MoveBots = ({ hasBots }: { hasBots: boolean }) => (
  <div className={classes['row']}>
    {hasBots && <ExportButton>{botsTexts.export}</ExportButton>}
    <Button variant="default" component={Link} to={mailPaths.configurations()}>
      {botsTexts.import}
    </Button>
  </div>
)
