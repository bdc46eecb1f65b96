import type { ReactNode } from 'react'
import { Badge, type Tone } from './badge.tsx'
import classes from './status-line.module.css'
import { Time } from './time.tsx'

export interface StatusLineContent {
  word: string
  tone: Tone
  /** One sentence. A time in it is a separate part, so that its time zone can be shown. */
  sentence: ReadonlyArray<string | { at: string }>
}

export const StatusSentence = ({ sentence }: { sentence: StatusLineContent['sentence'] }) =>
  sentence.map((part) => (typeof part === 'string' ? part : <Time key={part.at} iso={part.at} />))

export const StatusLine = ({ status, children }: { status: StatusLineContent; children?: ReactNode }) => (
  <div className={classes['line']}>
    <Badge tone={status.tone}>{status.word}</Badge>
    <p className={classes['sentence']}>
      <StatusSentence sentence={status.sentence} />
    </p>
    {children}
  </div>
)
