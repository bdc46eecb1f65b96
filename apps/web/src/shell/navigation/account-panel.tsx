import { ActionIcon, Button } from '@mantine/core'
import { isHostPerson, type User } from '@office365-email/shared/session'
import { useId, useState } from 'react'
import { Icon } from '../../ground/components/icon.tsx'
import { createPart, usePart } from '../../ground/create-part.ts'
import { sessionTexts } from '../session/texts.ts'
import classes from './account-panel.module.css'
import { ColorSchemeSwitch } from './color-scheme-switch.tsx'

const identityLink = createPart(async () => (await import('../session/components/identity-link.tsx')).IdentityLink)

/** The signed-in user, the color scheme, and sign-out, unless the host manages the sign-in. The browser opens and closes the popover. */
export function AccountPanel({ user, onSignOut }: { user: User; onSignOut: () => void }) {
  const panelId = useId()
  const [wasOpened, setWasOpened] = useState(false)
  const { code: IdentityLink } = usePart(identityLink, wasOpened && !isHostPerson(user))
  return (
    <>
      <ActionIcon
        variant="default"
        size="lg"
        radius="xl"
        aria-label={sessionTexts.account(user.email || user.name)}
        popoverTarget={panelId}
      >
        <Icon name="person" size={18} />
      </ActionIcon>
      <div id={panelId} popover="auto" className={classes['panel']} onToggle={() => setWasOpened(true)}>
        <div className={classes['who']}>
          <strong>{user.name}</strong>
          {user.email && <span>{user.email}</span>}
          <span>{sessionTexts.roles[user.role]}</span>
        </div>
        <ColorSchemeSwitch />
        {!isHostPerson(user) && (
          <>
            {wasOpened && IdentityLink && <IdentityLink />}
            <Button variant="default" onClick={onSignOut}>
              {sessionTexts.signOut}
            </Button>
          </>
        )}
      </div>
    </>
  )
}
