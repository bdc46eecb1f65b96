import { Button } from '@mantine/core'
import { CopyButton } from '../../../ground/components/copy-button.tsx'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { alertsTexts } from '../texts.ts'
import classes from './alerts.module.css'

const texts = alertsTexts.created

/** Shows the signing secret of a new webhook. It is gone when this is closed. */
export const SigningSecret = ({ secret, onClose }: { secret: string; onClose: () => void }) => (
  <Dialog title={texts.title} onClose={onClose}>
    <p>{texts.help}</p>
    <div className={classes['secret']}>
      <code>{secret}</code>
      <CopyButton text={secret} what={texts.copy} />
    </div>
    <DialogActions>
      <Button onClick={onClose}>{texts.done}</Button>
    </DialogActions>
  </Dialog>
)
