import { useEffect, useState } from 'react'
import { Link, Outlet, useLocation } from 'react-router'
import { toggleDark, useColorScheme } from './color-scheme.ts'
import { Navigation } from './navigation.tsx'
import { useSession } from './session.ts'

/** As an analysis of use would. */
function countClick() {
  const { dataset } = document.documentElement
  dataset['clicks'] = String(Number(dataset['clicks'] ?? 0) + 1)
}

const toggleByKey = ({ key, target }: KeyboardEvent) => {
  if (key === 'd' && !(target instanceof HTMLInputElement)) toggleDark()
}

function useShortcuts() {
  useEffect(() => {
    document.addEventListener('keydown', toggleByKey)
    return () => document.removeEventListener('keydown', toggleByKey)
  }, [])
}

/** The header and the navigation of the dashboard, around every page. */
export function Frame() {
  const { user, bots } = useSession()
  const isDark = useColorScheme() === 'dark'
  const { pathname } = useLocation()
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  // A navigation closes the menu of narrow windows.
  const isOpen = openedAt === pathname
  useShortcuts()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only counts
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only counts
    <div className="frame" onClick={countClick}>
      <header>
        <button
          type="button"
          className="menu"
          aria-expanded={isOpen}
          aria-controls="side"
          onClick={() => setOpenedAt(isOpen ? null : pathname)}
        >
          Menu
        </button>
        <Link to="/" className="brand">
          <img src="/logo.svg" alt="" width={28} height={28} />
          Contoso CRM
        </Link>
        <div className="tools">
          <button type="button" aria-pressed={isDark} onClick={toggleDark}>
            Dark mode
          </button>
          <span className="person">
            {user.name}
            <small>{user.role}</small>
          </span>
          <form method="post" action="/sign-out">
            <button type="submit">Sign out</button>
          </form>
        </div>
      </header>
      <div id="side" className="side" data-open={isOpen}>
        <Navigation bots={bots} />
      </div>
      <Outlet />
    </div>
  )
}
