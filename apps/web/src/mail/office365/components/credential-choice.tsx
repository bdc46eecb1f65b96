import { type CredentialKind, credentialLabels } from '@office365-email/shared/credential'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import { useId } from 'react'
import { Link } from 'react-router'
import { mailPaths } from '../../paths.ts'
import { credentialKindsOf } from '../credential-kinds.ts'
import { credentialTexts as texts } from '../credential-texts.ts'
import type { Setup } from '../setup.ts'
import { ChoiceOption } from './choice-option.tsx'
import classes from './credential-choice.module.css'

interface CredentialChoiceProps {
  kind: CredentialKind
  cloud: NationalCloud
  onChange: (kind: CredentialKind) => void
  /** While the values are locked, this is locked too. */
  locked?: boolean
}

/** Asks how the app proves to Microsoft who it is. */
export function CredentialChoice({ kind, cloud, onChange, locked = false }: CredentialChoiceProps) {
  const id = useId()
  const kinds = credentialKindsOf(cloud)
  const note = locked ? texts.locked : kinds.includes('federated') ? null : texts.notOffered
  return (
    <fieldset className={classes['choice']} disabled={locked} aria-describedby={note ? `${id}-note` : undefined}>
      <legend>{texts.choice}</legend>
      {note && (
        <p id={`${id}-note`} className="small quiet">
          {note}
        </p>
      )}
      {kinds.map((option) => (
        <ChoiceOption
          key={option}
          group={id}
          name={credentialLabels[option]}
          help={texts.help[option]}
          checked={option === kind}
          onChoose={() => onChange(option)}
        />
      ))}
    </fieldset>
  )
}

/** The choice of a bot's setup, kept in its draft. */
export const SetupCredentialChoice = ({ setup: { view, draft, facts } }: { setup: Setup }) => (
  <CredentialChoice
    kind={facts.credentialKind}
    cloud={facts.cloud}
    locked={view.state === 'locked'}
    onChange={(credentialKind) => draft.changeValues({ ...draft.values, credentialKind })}
  />
)

/** What was chosen, for the pages that do not ask. */
export const ChosenCredential = ({ setup: { view, facts } }: { setup: Setup }) => (
  <p>
    {texts.chosen[facts.credentialKind]}
    {view.state !== 'locked' && (
      <>
        {' '}
        <Link to={mailPaths.office365Step(view.botId, 'prerequisites')}>{texts.change}</Link>
      </>
    )}
  </p>
)
