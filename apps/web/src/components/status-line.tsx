import type { ReactNode } from 'react'
import type { Status } from '../lib/describe-status.ts'
import { Badge } from './badge.tsx'
import classes from './status-line.module.css'
import { Time } from './time.tsx'

export const StatusSentence = ({ sentence }: { sentence: Status['sentence'] }) =>
  sentence.map((part) => (typeof part === 'string' ? part : <Time key={part.at} iso={part.at} />))

export const StatusLine = ({ status, children }: { status: Status; children?: ReactNode }) => (
  <div className={classes['line']}>
    <Badge tone={status.tone}>{status.word}</Badge>
    <p className={classes['sentence']}>
      <StatusSentence sentence={status.sentence} />
    </p>
    {children}
  </div>
)
