import { ActionIcon, Button } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { useId, useState } from 'react'
import { Icon } from '../../ground/components/icon.tsx'
import { IdentityLink } from '../session/components/identity-link.tsx'
import { sessionTexts } from '../session/texts.ts'
import classes from './account-panel.module.css'
import { ColorSchemeSwitch } from './color-scheme-switch.tsx'

/** The signed-in user, the color scheme, and sign-out. The browser opens and closes the popover. */
export function AccountPanel({ user, onSignOut }: { user: User; onSignOut: () => void }) {
  const panelId = useId()
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <>
      <ActionIcon
        variant="default"
        size="lg"
        radius="xl"
        aria-label={sessionTexts.account(user.email)}
        popoverTarget={panelId}
      >
        <Icon name="person" size={18} />
      </ActionIcon>
      <div id={panelId} popover="auto" className={classes['panel']} onToggle={() => setWasOpened(true)}>
        <div className={classes['who']}>
          <strong>{user.name}</strong>
          <span>{user.email}</span>
          <span>{sessionTexts.roles[user.role]}</span>
        </div>
        <ColorSchemeSwitch />
        {wasOpened && <IdentityLink />}
        <Button variant="default" onClick={onSignOut}>
          {sessionTexts.signOut}
        </Button>
      </div>
    </>
  )
}
