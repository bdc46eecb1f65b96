import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { FaultField, Owner, ReportedFailure } from '@office365-email/shared/diagnosis/diagnosis'

/** What a careful reader concludes from a failure. A cause may be one that the engine does not know yet. */
export interface Label {
  cause: string
  /** Other causes that are right too. */
  accept?: readonly string[]
  field: FaultField
  retryable: boolean
  /** Whose answer it is, if the reader can tell. */
  owner?: Owner
  confidence: 'high' | 'medium' | 'low'
}

export interface LabeledFailure {
  id: string
  file: string
  /** It is not Microsoft's answer to an app that sends mail, or it proves nothing. */
  isTrap: boolean
  failure: ReportedFailure
  label: Label
}

interface Line extends ReportedFailure {
  id: string
  trap?: boolean
  label: Label
}

/** The corpora of this folder: three of real answers, and two that we composed. */
export const corpora: readonly string[] = ['error-corpus', 'error-corpus-2', 'unseen', 'wrapped', 'traps'].map(
  (name) => `${import.meta.dirname}/${name}.jsonl`,
)

/** Labeled failures, one in JSON per line. Labels with low confidence prove nothing, so they are left out. */
export function readCorpus(files: readonly string[] = corpora): LabeledFailure[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): Line => JSON.parse(line))
      .filter(({ label }) => label.confidence !== 'low')
      .map(({ id, trap, label, stage, status, headers, body, raw }) => ({
        id,
        file: basename(file),
        isTrap: trap === true,
        failure: { stage, status, headers, body, raw },
        label,
      })),
  )
}
