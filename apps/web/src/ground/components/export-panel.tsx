import { Button } from '@mantine/core'
import { type ExportFormat, estimateHeader } from '@office365-email/shared/export'
import { formatCount, formatNumber } from '@office365-email/shared/format-count'
import { useEffect, useId, useRef, useState } from 'react'
import { download } from '../download.ts'
import { fileNameOf, type Progress, readFile } from '../read-file.ts'
import { Disclosure } from './disclosure.tsx'
import classes from './export-panel.module.css'
import { Notice } from './notice.tsx'
import { ProblemNotice } from './problem-notice.tsx'

const texts = {
  formats: { csv: 'CSV, for Excel', ndjson: 'NDJSON, for programs' } satisfies Record<ExportFormat, string>,
  cancel: 'Cancel',
  none: 'Nothing is being exported.',
  canceled: 'The export was canceled.',
  done: (rows: number) => `The file has ${formatCount(rows, 'row')}. It is in the downloads of your browser.`,
  progress: (rows: number, all: number | null) =>
    all === null ? formatCount(rows, 'row') : `${formatNumber(rows)} of about ${formatCount(all, 'row')}`,
  label: 'Progress of the export',
  incomplete: 'The export is not complete',
  incompleteHelp:
    'The connection ended before the whole file arrived. This also happens if your access ends or changes in the meantime. No file was saved. Export again.',
}

type State =
  | { kind: 'idle' | 'canceled' | 'incomplete' }
  | { kind: 'running'; progress: Progress | null }
  | { kind: 'done'; rows: number }
  | { kind: 'failed'; error: Error }

interface ExportPanelProps {
  summary: string
  /** What the file contains, and that the export is recorded. */
  help: string
  ask: (format: ExportFormat, signal: AbortSignal) => Promise<Response>
}

function describe(state: State): string {
  switch (state.kind) {
    case 'running': {
      const { rows = 0, estimate = null } = state.progress ?? {}
      return texts.progress(rows, estimate === null ? null : Math.max(estimate, rows))
    }
    case 'done':
      return texts.done(state.rows)
    case 'canceled':
      return texts.canceled
    default:
      return texts.none
  }
}

/** Exports what a page shows to a file, with its progress. */
export function ExportPanel({ summary, help, ask }: ExportPanelProps) {
  const id = useId()
  const [state, setState] = useState<State>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = async (chosen: ExportFormat) => {
    const controller = new AbortController()
    running.current = controller
    setState({ kind: 'running', progress: null })
    let hasBegun = false
    try {
      const response = await ask(chosen, controller.signal)
      hasBegun = true
      let rows = 0
      const file = await readFile(response, estimateHeader, (progress) => {
        rows = progress.rows
        setState({ kind: 'running', progress })
      })
      download(fileNameOf(response), file)
      setState({ kind: 'done', rows: chosen === 'csv' ? rows - 1 : rows })
    } catch (error) {
      if (controller.signal.aborted) setState({ kind: 'canceled' })
      else if (hasBegun) setState({ kind: 'incomplete' })
      else setState({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) })
    }
  }

  const isRunning = state.kind === 'running'
  const { rows = 0, estimate = null } = (isRunning && state.progress) || {}
  return (
    <Disclosure summary={summary}>
      <p className="small quiet">{help}</p>
      <div className={classes['buttons']}>
        {(Object.keys(texts.formats) as ExportFormat[]).map((name) => (
          <Button key={name} variant="default" size="xs" disabled={isRunning} onClick={() => void start(name)}>
            {texts.formats[name]}
          </Button>
        ))}
        <Button variant="default" size="xs" disabled={!isRunning} onClick={() => running.current?.abort()}>
          {texts.cancel}
        </Button>
      </div>
      <div className={classes['progress']}>
        <progress
          aria-label={texts.label}
          aria-describedby={id}
          max={Math.max(estimate ?? 0, rows, 1)}
          // Without a value, the bar only shows that something happens.
          {...(isRunning && estimate === null ? {} : { value: state.kind === 'done' ? 1 : rows })}
          {...(state.kind === 'done' && { max: 1 })}
        />
        <p id={id} role="status" className="small">
          {describe(state)}
        </p>
      </div>
      {state.kind === 'incomplete' && (
        <Notice tone="bad" role="alert" title={texts.incomplete}>
          <p>{texts.incompleteHelp}</p>
        </Notice>
      )}
      {state.kind === 'failed' && <ProblemNotice error={state.error} />}
    </Disclosure>
  )
}
