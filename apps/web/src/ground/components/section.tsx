import { type ReactNode, useId } from 'react'
import classes from './section.module.css'

interface SectionProps {
  title: string
  id?: string
  intro?: ReactNode
  /** A word or a link next to the heading. */
  aside?: ReactNode
  children: ReactNode
}

export function Section({ title, id, intro, aside, children }: SectionProps) {
  const headingId = useId()
  return (
    <section id={id} aria-labelledby={headingId} className={classes['section']}>
      <div className={classes['head']}>
        <h2 id={headingId}>{title}</h2>
        {aside}
      </div>
      {intro && <div className={classes['intro']}>{intro}</div>}
      <div className={classes['body']}>{children}</div>
    </section>
  )
}
