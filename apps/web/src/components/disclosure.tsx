import type { ReactNode } from 'react'
import classes from './disclosure.module.css'
import { Icon } from './icon.tsx'

export const Disclosure = ({ summary, children }: { summary: ReactNode; children: ReactNode }) => (
  <details className={classes['details']}>
    <summary className={classes['summary']}>
      <span className={classes['marker']}>
        <Icon name="chevron" size={14} />
      </span>
      {summary}
    </summary>
    <div className={classes['content']}>{children}</div>
  </details>
)
