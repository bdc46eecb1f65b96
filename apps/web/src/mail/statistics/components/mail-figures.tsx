import { acceptedShareOf, type MailFigures as Figures } from '@office365-email/shared/mail-statistics'
import { formatDuration, formatShare, formatShort } from '../format-figures.ts'
import { statisticsTexts as texts } from '../texts.ts'
import classes from './statistics.module.css'

/** What the days come to. */
export function MailFigures({ total }: { total: Figures | undefined }) {
  const share = total ? acceptedShareOf(total) : null
  const times = total?.timeToAcceptance
  return (
    <dl className={classes['figures']}>
      <div>
        <dt>{texts.share}</dt>
        <dd>
          <strong>{share === null ? texts.nothing : formatShare(share)}</strong>
          {total && share !== null && (
            <> {texts.shareHelp(formatShort(total.accepted + total.failed + total.unknown))}</>
          )}
        </dd>
      </div>
      <div>
        <dt>{texts.times}</dt>
        <dd>
          {times ? (
            <>
              <strong>{texts.half(formatDuration(times.p50Ms))}</strong>, {texts.nearlyAll(formatDuration(times.p95Ms))}
            </>
          ) : (
            <strong>{texts.nothing}</strong>
          )}
        </dd>
      </div>
    </dl>
  )
}
