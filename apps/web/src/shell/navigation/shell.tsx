import { Button } from '@mantine/core'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import type { User } from '@office365-email/shared/session'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { Link, NavLink, useLocation, useNavigate } from 'react-router'
import { call } from '../../ground/api-client.ts'
import { basePath } from '../../ground/base-path.ts'
import { Icon } from '../../ground/components/icon.tsx'
import { ownFile } from '../../ground/place.ts'
import { productName } from '../../ground/texts.ts'
import { mailPaths } from '../../mail/paths.ts'
import { mailTexts } from '../../mail/texts.ts'
import { BotPicker } from '../bots/components/bot-picker.tsx'
import { pickerTexts } from '../bots/picker-texts.ts'
import { firstBotsQuery } from '../bots/queries.ts'
import { samePageOfBot, shellPaths } from '../paths.ts'
import { appTexts } from '../texts.ts'
import { AccountPanel } from './account-panel.tsx'
import { CommonNavigation } from './common-navigation.tsx'
import { Frame } from './frame.tsx'
import navigationClasses from './navigation.module.css'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'
import { forgetCurrentBot, useCurrentBot } from './use-current-bot.ts'

/** Loads a new page afterward, so that no data of the session stays in memory. */
async function leave() {
  await call(sessionEndpoints.signOut, {})
  forgetCurrentBot()
  window.location.assign(`${basePath}${shellPaths.signIn()}`)
}

interface ShellProps {
  user: User
  /** Above every page. */
  banner: ReactNode
  children: ReactNode
}

export function Shell({ user, banner, children }: ShellProps) {
  const { data: first } = useQuery(firstBotsQuery())
  const bot = useCurrentBot()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const sidebarId = useId()
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  // A navigation closes the menu.
  const open = openedAt === pathname
  return (
    <>
      <a href="#main" className={classes['skip']}>
        {appTexts.skip}
      </a>
      <header className={classes['header']}>
        <Button
          className={classes['toggle'] ?? ''}
          variant="default"
          leftSection={<Icon name={open ? 'cross' : 'menu'} />}
          aria-expanded={open}
          aria-controls={sidebarId}
          onClick={() => setOpenedAt(open ? null : pathname)}
        >
          {appTexts.menu}
        </Button>
        <Link to={shellPaths.bots()} className={classes['product']}>
          <img src={ownFile('favicon.svg')} alt="" width={24} height={24} />
          {productName}
        </Link>
        <div className={classes['tools']}>
          <AccountPanel user={user} onSignOut={() => void leave()} />
        </div>
      </header>
      <div className={classes['frame']}>
        <nav id={sidebarId} aria-label={appTexts.navigation} className={classes['sidebar']} data-open={open}>
          <ul className={navigationClasses['list']}>
            <li>
              <NavLink to={shellPaths.bots()} end>
                {appTexts.bots}
              </NavLink>
            </li>
            <li>
              <NavLink to={mailPaths.allMessages()} end>
                {mailTexts.allMessages}
              </NavLink>
            </li>
          </ul>
          {first && first.bots.length > 0 && (
            <BotPicker
              // A change of bot clears the search.
              key={bot?.id}
              label={pickerTexts.label}
              bot={bot}
              onPick={(id) => void navigate(samePageOfBot(pathname, id))}
            />
          )}
          <Navigation botId={bot?.id ?? null} />
          <CommonNavigation role={user.role} />
        </nav>
        <Frame banner={banner}>{children}</Frame>
      </div>
    </>
  )
}
