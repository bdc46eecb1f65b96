import { Button, NativeSelect } from '@mantine/core'
import {
  changingOutcomes,
  type ImportedResult,
  type ImportOutcome,
  importOutcomes,
} from '@office365-email/shared/configuration-import'
import { useState } from 'react'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { transferTexts } from '../texts.ts'
import classes from './bot-changes.module.css'
import { BotChanges } from './bot-changes.tsx'

const texts = transferTexts.plan

const pageSize = 50

type Shown = 'differing' | 'everything' | ImportOutcome

const readShown = (value: string): Shown =>
  value === 'everything' ? value : (importOutcomes.find((outcome) => outcome === value) ?? 'differing')

type Counts = Partial<Record<ImportOutcome, number>>

export const countChanging = (counts: Counts): number =>
  changingOutcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0)

const isShown = ({ outcome, waitsFor }: ImportedResult, shown: Shown, isDone: boolean): boolean => {
  if (shown === 'everything') return true
  if (shown === 'differing') return outcome !== 'left' || (isDone && waitsFor !== null)
  return outcome === shown
}

interface PlanViewProps {
  bots: readonly ImportedResult[]
  counts: Counts
  notInFile?: readonly { id: string; name: string }[]
  isDone?: boolean
}

/** The bots of a file with what differs, some at a time. */
export function PlanView({ bots, counts, notInFile = [], isDone = false }: PlanViewProps) {
  const [shown, setShown] = useState<Shown>('differing')
  const [length, setLength] = useState(pageSize)
  const matching = bots.filter((bot) => isShown(bot, shown, isDone))
  const outcomes = importOutcomes.flatMap((outcome) => {
    const count = counts[outcome] ?? 0
    return count > 0 ? [{ value: outcome, label: `${transferTexts.outcomes[outcome]} (${count})` }] : []
  })
  return (
    <>
      <NativeSelect
        label={texts.show}
        value={shown}
        data={[
          { value: 'differing', label: texts.differing },
          { value: 'everything', label: texts.everything },
          ...outcomes,
        ]}
        onChange={(event) => {
          setShown(readShown(event.currentTarget.value))
          setLength(pageSize)
        }}
      />
      <p role="status" className="small quiet">
        {texts.shown(Math.min(length, matching.length), bots.length)}
      </p>
      {matching.length > 0 && (
        <ul className={classes['list']}>
          {matching.slice(0, length).map((bot) => (
            <BotChanges key={bot.position} bot={bot} isDone={isDone} />
          ))}
        </ul>
      )}
      {matching.length > length && (
        <div>
          <Button variant="default" onClick={() => setLength(length + pageSize)}>
            {texts.more}
          </Button>
        </div>
      )}
      {notInFile.length > 0 && (
        <Disclosure summary={texts.notInFile(notInFile.length)}>
          <p className="small">{texts.notInFileHelp}</p>
          <ul className={classes['errors']}>
            {notInFile.slice(0, 200).map(({ id, name }) => (
              <li key={id}>
                {name} <code className="quiet">{id}</code>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  )
}
