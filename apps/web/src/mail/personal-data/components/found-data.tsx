import { formatNumber } from '@office365-email/shared/format-count'
import type { AddressInUse, PersonalDataKind, PersonalDataResult } from '@office365-email/shared/personal-data'
import { Link } from 'react-router'
import { useMailHost } from '../../host.ts'
import { mailPaths } from '../../paths.ts'
import { personalDataTexts as texts } from '../texts.ts'
import classes from './personal-data.module.css'

export const deletableKinds = ['messages', 'sharedMessages', 'auditEvents', 'drafts', 'records', 'alerts'] as const
const leftKinds = ['waiting', 'unknown', 'idempotencyKeys'] as const

/** What a search has found, by what happens to it. */
export const FoundData = ({ counts, inUse }: PersonalDataResult) => (
  <>
    <Counts title={texts.deletable} kinds={deletableKinds} counts={counts} />
    {leftKinds.some((kind) => counts[kind] > 0) && (
      <div className="stack">
        <Counts title={texts.left} kinds={leftKinds.filter((kind) => counts[kind] > 0)} counts={counts} />
        <p className="small quiet">{texts.leftHelp}</p>
      </div>
    )}
    {inUse.length > 0 && (
      <div className="stack">
        <h3>{texts.inUse}</h3>
        <p className="small quiet">{texts.inUseHelp}</p>
        <ul className="bullets">
          {inUse.map((one) => (
            <li key={`${one.use} ${one.id}`}>
              <InUse {...one} />
            </li>
          ))}
        </ul>
      </div>
    )}
  </>
)

interface CountsProps {
  title: string
  kinds: readonly PersonalDataKind[]
  counts: PersonalDataResult['counts']
}

const Counts = ({ title, kinds, counts }: CountsProps) => (
  <table className={classes['counts']}>
    <caption>{title}</caption>
    <tbody>
      {kinds.map((kind) => (
        <tr key={kind}>
          <th scope="row">{texts.kinds[kind]}</th>
          <td>{formatNumber(counts[kind])}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** Each with the page that changes it, if this dashboard has one. */
function InUse({ use, id }: AddressInUse) {
  const { paths } = useMailHost()
  const to = {
    mailbox: mailPaths.office365(id),
    'intake-link': mailPaths.office365(id),
    'alert-channel': mailPaths.alerts(),
    bot: paths.botSettings?.(id),
    'service-key': paths.serviceKeys?.(),
    person: paths.people?.(),
  }[use]
  const text = texts.uses[use](id)
  return to === undefined ? text : <Link to={to}>{text}</Link>
}
