import type { CatalogEntry } from '@office365-email/shared/diagnosis/catalog'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { Icon } from '../../../ground/components/icon.tsx'
import { mailPaths } from '../../paths.ts'
import { diagnosesTexts } from '../texts.ts'
import classes from './cause-entry.module.css'

const texts = diagnosesTexts.catalog

interface CauseEntryProps {
  entry: CatalogEntry
  /** A different value for each visit through a link; null while the address does not contain this cause. */
  visit: string | null
}

/** Opens on a visit through a link, and takes the focus after the next layout of the page. */
function useVisit(visit: string | null) {
  const summary = useRef<HTMLElement>(null)
  const [open, setOpen] = useState(visit !== null)
  const [last, setLast] = useState(visit)
  if (visit !== last) {
    setLast(visit)
    if (visit !== null) setOpen(true)
  }
  useEffect(() => {
    if (visit === null) return
    const frame = requestAnimationFrame(() => {
      summary.current?.focus({ preventScroll: true })
      summary.current?.scrollIntoView({ block: 'start' })
    })
    return () => cancelAnimationFrame(frame)
  }, [visit])
  return { summary, open, setOpen }
}

export function CauseEntry({ entry, visit }: CauseEntryProps) {
  const { summary, open, setOpen } = useVisit(visit)
  return (
    <details
      id={entry.cause}
      className={classes['entry']}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary ref={summary} className={classes['summary']}>
        <span className={classes['marker']}>
          <Icon name="chevron" size={14} />
        </span>
        <span className={classes['title']}>{entry.title}</span>
        <span className={classes['code']}>{entry.sampleCodes[0]}</span>
      </summary>
      <div className={classes['content']}>
        <p>{entry.explanation}</p>
        <div>
          <p>
            <strong>{texts.nextSteps}</strong>
          </p>
          <ol className={classes['steps']}>
            {entry.nextSteps.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ol>
        </div>
        <dl className={classes['facts']}>
          <dt>{texts.actor}</dt>
          <dd>{texts.actors[entry.actor]}</dd>
          <dt>{texts.retry}</dt>
          <dd>{entry.retryable ? texts.retryable.yes : texts.retryable.no}</dd>
          {entry.sampleCodes.length > 0 && (
            <>
              <dt>{texts.codes}</dt>
              <dd>
                <ul className={classes['codes']}>
                  {entry.sampleCodes.map((code) => (
                    <li key={code}>
                      <code>{code}</code>
                    </li>
                  ))}
                </ul>
              </dd>
            </>
          )}
        </dl>
        <p className="small">
          <Link to={mailPaths.troubleshooting(entry.cause)}>{texts.link}</Link>
        </p>
      </div>
    </details>
  )
}
