import { Button } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { Link, NavLink, useLocation, useNavigate } from 'react-router'
import { Icon } from '../../components/icon.tsx'
import { botsQuery } from '../../features/bots/api/bots-query.ts'
import { BotPicker } from '../../features/bots/components/bot-picker.tsx'
import { SendingBanner } from '../../features/sending/components/sending-banner.tsx'
import { signOut } from '../../features/session/api/sign-out.ts'
import { paths, samePageOfBot } from '../../lib/paths.ts'
import { appTexts } from '../texts.ts'
import { AccountPanel } from './account-panel.tsx'
import { CommonNavigation } from './common-navigation.tsx'
import navigationClasses from './navigation.module.css'
import { Navigation } from './navigation.tsx'
import { OfflineNotice } from './offline-notice.tsx'
import classes from './shell.module.css'
import { SignedOutNotice } from './signed-out-notice.tsx'
import { useCurrentBot } from './use-current-bot.ts'

/** A fresh page afterwards: nothing of what was seen or entered stays in memory. */
async function leave() {
  await signOut()
  sessionStorage.clear()
  window.location.assign(paths.signIn())
}

export function Shell({ user, children }: { user: User; children: ReactNode }) {
  const { data: bots } = useQuery(botsQuery)
  const bot = useCurrentBot(bots)
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const sidebarId = useId()
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  // Going to another page closes the menu.
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
        <Link to={paths.bots()} className={classes['product']}>
          <img src="/favicon.svg" alt="" width={24} height={24} />
          {appTexts.product}
        </Link>
        <div className={classes['tools']}>
          <AccountPanel user={user} onSignOut={() => void leave()} />
        </div>
      </header>
      <div className={classes['frame']}>
        <nav id={sidebarId} aria-label={appTexts.navigation} className={classes['sidebar']} data-open={open}>
          <ul className={navigationClasses['list']}>
            <li>
              <NavLink to={paths.bots()} end>
                {appTexts.bots}
              </NavLink>
            </li>
          </ul>
          {bots && bots.length > 0 && (
            <BotPicker
              // After a change of bot or page nothing of a search is left.
              key={bot?.id}
              bots={bots}
              botId={bot?.id ?? null}
              onPick={(id) => void navigate(samePageOfBot(pathname, id))}
            />
          )}
          <Navigation botId={bot?.id ?? null} />
          <CommonNavigation role={user.role} />
        </nav>
        <main id="main" tabIndex={-1} className={classes['main']}>
          <OfflineNotice />
          <SignedOutNotice />
          <SendingBanner role={user.role} />
          {children}
        </main>
      </div>
    </>
  )
}
