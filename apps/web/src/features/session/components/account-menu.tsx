import { ActionIcon, Menu } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { Icon } from '../../../components/icon.tsx'
import { sessionTexts } from '../texts.ts'
import classes from './account-menu.module.css'

export const AccountMenu = ({ user, onSignOut }: { user: User; onSignOut: () => void }) => (
  <Menu position="bottom-end" width={240} transitionProps={{ duration: 0 }}>
    <Menu.Target>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={sessionTexts.account(user.email)}>
        <Icon name="person" size={18} />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>
      <div className={classes['who']}>
        <strong>{user.name}</strong>
        <span>{user.email}</span>
        <span>{sessionTexts.roles[user.role]}</span>
      </div>
      <Menu.Divider />
      <Menu.Item onClick={onSignOut}>{sessionTexts.signOut}</Menu.Item>
    </Menu.Dropdown>
  </Menu>
)
