import { type CredentialView, credentialLabels } from '@office365-email/shared/credential'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { Link } from 'react-router'
import { Time } from '../../../ground/components/time.tsx'
import { daysUntil, formatDate, formatDaysUntil } from '../../../ground/format-time.ts'
import { useNow } from '../../../ground/use-now.ts'
import { mailPaths } from '../../paths.ts'
import { configuredTexts } from '../configured-texts.ts'
import classes from './setup-facts.module.css'

const texts = configuredTexts.facts

type Facts = Pick<CredentialView, 'kind' | 'expiresOn'> & { state?: CredentialView['state'] }

function describeExpiry({ kind, state, expiresOn: date }: Facts, now: Date): string {
  if (state === 'not-set') return texts.secretLost
  if (state === 'waiting') return texts.waiting
  if (kind === 'federated') return texts.neverExpires
  if (!date) return texts.noDate
  const days = daysUntil(date, now)
  return (days < 0 ? texts.expired : texts.expiresOn)(formatDate(date), formatDaysUntil(days))
}

interface SetupFactsProps {
  view: ConfigurationView
  /** Null if there was none; undefined until that is known. */
  lastFailure: { at: string; title: string | undefined } | null | undefined
}

/** The main facts about a configured bot. */
export function SetupFacts({ view, lastFailure }: SetupFactsProps) {
  const now = useNow()
  const { lastAcceptedAt, restriction, botId } = view
  const credential: Facts = view.credential.sendsWith ?? view.credential
  return (
    <dl className={classes['facts']}>
      <div>
        <dt>{texts.accepted}</dt>
        <dd>{lastAcceptedAt ? <Time iso={lastAcceptedAt} /> : texts.never}</dd>
      </div>
      <div>
        <dt>{credentialLabels[credential.kind]}</dt>
        <dd>{describeExpiry(credential, now)}</dd>
      </div>
      <div>
        <dt>{texts.failed}</dt>
        <dd>
          {lastFailure === null && texts.never}
          {lastFailure && (
            <>
              <Time iso={lastFailure.at} />
              {lastFailure.title && `: ${lastFailure.title}`}
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{texts.restriction}</dt>
        <dd>
          {restriction ? (
            <>
              {texts.restrictions[restriction.outcome]}, <Time iso={restriction.at} />
            </>
          ) : (
            <>
              {texts.unchecked}. <Link to={mailPaths.office365Step(botId, 'restrict')}>{texts.check}</Link>
            </>
          )}
        </dd>
      </div>
    </dl>
  )
}
