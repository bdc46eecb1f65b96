import type { ReactNode } from 'react'
import classes from './disclosure.module.css'
import { Icon } from './icon.tsx'

interface DisclosureProps {
  summary: ReactNode
  /** The initial state; afterward the reader decides. */
  open?: boolean
  onOpen?: () => void
  children: ReactNode
}

export const Disclosure = ({ summary, open = false, onOpen, children }: DisclosureProps) => (
  <details
    className={classes['details']}
    open={open}
    onToggle={(event) => {
      if (event.currentTarget.open) onOpen?.()
    }}
  >
    <summary className={classes['summary']}>
      <span className={classes['marker']}>
        <Icon name="chevron" size={14} />
      </span>
      {summary}
    </summary>
    <div className={classes['content']}>{children}</div>
  </details>
)
