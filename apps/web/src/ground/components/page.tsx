import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { isMounted } from '../place.ts'
import { Icon } from './icon.tsx'
import classes from './page.module.css'

export interface Crumb {
  label: string
  to: string
}

interface PageProps {
  title: string
  /** The subject of the page, such as the bot. Empty while its name loads. */
  subject?: string
  /** The parent page, for the window's title. */
  parent?: string | undefined
  crumbs?: readonly Crumb[]
  intro?: ReactNode
  /** Shown next to the heading. */
  action?: ReactNode
  children: ReactNode
}

let visited = false

/** Moves the focus to the heading after a navigation, but not on the first page, where the browser starts at the top. */
function useHeadingFocus() {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  const focusedPath = useRef<string | null>(null)
  useEffect(() => {
    if (focusedPath.current === pathname) return
    focusedPath.current = pathname
    if (visited) {
      heading.current?.focus({ preventScroll: true })
      window.scrollTo(0, 0)
      // Inside another product, the page may be in an area that scrolls.
      if (isMounted()) heading.current?.scrollIntoView({ block: 'nearest' })
    }
    visited = true
  }, [pathname])
  return heading
}

export function Page({ title, subject, parent, crumbs = [], intro, action, children }: PageProps) {
  const heading = useHeadingFocus()
  return (
    <div className={classes['page']}>
      <title>{[title, parent, subject, 'Unified Dashboard'].filter(Boolean).join(' · ')}</title>
      {crumbs.length > 0 && <Breadcrumb crumbs={crumbs} current={title} />}
      <div className={classes['heading']}>
        <div className={classes['title']}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {subject !== undefined && <span className={classes['subject']}>{subject || '\u00a0'}</span>}
        </div>
        {action}
      </div>
      {intro && <div className={classes['intro']}>{intro}</div>}
      <div className={classes['content']}>{children}</div>
    </div>
  )
}

const Breadcrumb = ({ crumbs, current }: { crumbs: readonly Crumb[]; current: string }) => (
  <nav aria-label="Breadcrumb" className={classes['breadcrumb']}>
    <ol>
      {crumbs.map(({ label, to }) => (
        <li key={to}>
          <Link to={to}>{label}</Link>
          <Icon name="chevron" size={12} />
        </li>
      ))}
      <li aria-current="page">{current}</li>
    </ol>
  </nav>
)
