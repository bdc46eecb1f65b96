import { VisuallyHidden } from '@mantine/core'
import type { ImportChange, ImportedResult, ImportOutcome } from '@office365-email/shared/configuration-import'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Badge, type Tone } from '../../../ground/components/badge.tsx'
import { Icon, type IconName } from '../../../ground/components/icon.tsx'
import { mailPaths } from '../../paths.ts'
import { transferTexts } from '../texts.ts'
import classes from './bot-changes.module.css'

const texts = transferTexts.plan

const looks: Record<ImportOutcome, { tone: Tone; icon?: IconName }> = {
  created: { tone: 'good', icon: 'plus' },
  configured: { tone: 'good', icon: 'plus' },
  changed: { tone: 'caution' },
  renamed: { tone: 'caution' },
  left: { tone: 'calm', icon: 'check' },
  'not-allowed': { tone: 'bad', icon: 'lock' },
  'not-valid': { tone: 'bad' },
  skipped: { tone: 'bad' },
}

interface BotChangesProps {
  bot: ImportedResult
  /** Whether the import is done. */
  isDone: boolean
}

/** One bot of a file: what an import does with it, and each value that differs. */
export function BotChanges({ bot, isDone }: BotChangesProps) {
  const { id, name, position, outcome, changes, detail, errors = [] } = bot
  const title = name ?? id ?? texts.entry(position)
  return (
    <li className={classes['bot']}>
      <div className={classes['head']}>
        <Badge {...looks[outcome]}>{transferTexts.outcomes[outcome]}</Badge>
        <h3 className={classes['name']}>
          {title} {name !== null && id !== null && <code className="quiet">{id}</code>}
        </h3>
      </div>
      {detail && <p className="small">{detail}</p>}
      {errors.length > 0 && (
        <ul className={classes['errors']}>
          {errors.map((error) => (
            <li key={`${error.pointer} ${error.detail}`}>
              <code>{error.pointer}</code> {error.detail}
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 && <ChangeTable changes={changes} label={texts.changesOf(title)} />}
      <Waiting bot={bot} isDone={isDone} />
    </li>
  )
}

function Waiting({ bot: { id, name, outcome, waitsFor }, isDone }: BotChangesProps): ReactNode {
  if (!waitsFor || id === null) return null
  if (!isDone && outcome !== 'left') return <p className="small quiet">{transferTexts.waits[waitsFor]}</p>
  return (
    <p className="small">
      <Link to={mailPaths.office365(id)}>
        {transferTexts.waitsNow[waitsFor]}
        <VisuallyHidden> {transferTexts.forBot(name ?? id)}</VisuallyHidden>
      </Link>
    </p>
  )
}

const ChangeTable = ({ changes, label }: { changes: readonly ImportChange[]; label: string }) => (
  <table className={classes['table']}>
    <caption>
      <VisuallyHidden>{label}</VisuallyHidden>
    </caption>
    <thead>
      <tr>
        <th scope="col">
          <VisuallyHidden>{texts.valueColumn}</VisuallyHidden>
        </th>
        <th scope="col">
          <VisuallyHidden>{texts.changeColumn}</VisuallyHidden>
        </th>
      </tr>
    </thead>
    <tbody>
      {changes.map((change) => (
        <tr key={change.member}>
          <th scope="row">{transferTexts.members[change.member]}</th>
          <td>
            <Change {...change} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

function show(member: ImportChange['member'], value: string | null): ReactNode {
  if (value === null || value === '') return <span className="quiet">{texts.nothing}</span>
  const cloud = Object.entries(nationalClouds).find(([key]) => member === 'cloud' && key === value)?.[1]
  const isId = member === 'clientId' || member === 'tenantId' || member === 'userId'
  return <span className={isId ? 'mono' : undefined}>{cloud ? cloud.label : value}</span>
}

/** A value that is new everywhere has nothing to compare it with. */
const Change = ({ member, from, to, refusal }: ImportChange) => (
  <>
    {from !== null && (
      <>
        <VisuallyHidden>{texts.here} </VisuallyHidden>
        <del className={classes['from']}>{show(member, from)}</del>
        <span className={classes['arrow']}>
          <Icon name="chevron" size={12} />
        </span>
        <VisuallyHidden>{texts.inFile} </VisuallyHidden>
      </>
    )}
    <ins className={classes['to']}>{show(member, to)}</ins>
    {refusal && <span className={classes['refusal']}>{refusal}</span>}
  </>
)
