import { VisuallyHidden } from '@mantine/core'
import { type CredentialKind, credentialLabels, defaultCredentialKind } from '@office365-email/shared/credential'
import type { Check } from '@office365-email/shared/office365-configuration'
import classes from './check-list.module.css'
import { Icon, type IconName } from './icon.tsx'

const names: Record<Exclude<Check['name'], 'secret'>, string> = {
  tenant: 'Tenant',
  application: 'Application',
  permission: 'Permission',
  mailbox: 'Mailbox',
  restriction: 'Restriction',
}

const outcomes: Record<Check['outcome'], { word: string; icon: IconName }> = {
  passed: { word: 'Passed', icon: 'good' },
  warning: { word: 'Warning', icon: 'caution' },
  failed: { word: 'Failed', icon: 'bad' },
  skipped: { word: 'Skipped', icon: 'calm' },
}

interface CheckListProps {
  checks: readonly Check[]
  label: string
  /** How the app signs in. */
  credential?: CredentialKind | undefined
}

/** The checks with Microsoft, in order, and what each result proves. */
export const CheckList = ({ checks, label, credential = defaultCredentialKind }: CheckListProps) => (
  <ol className={classes['list']} aria-label={label}>
    {checks.map(({ name, outcome, summary }) => (
      <li key={name} className={classes['check']} data-outcome={outcome}>
        <span className={classes['mark']}>
          <Icon name={outcomes[outcome].icon} />
        </span>
        <span className={classes['name']}>{name === 'secret' ? credentialLabels[credential] : names[name]}</span>
        <span className={classes['outcome']}>{outcomes[outcome].word}</span>
        <VisuallyHidden>: </VisuallyHidden>
        <span className={classes['summary']}>{summary}</span>
      </li>
    ))}
  </ol>
)
