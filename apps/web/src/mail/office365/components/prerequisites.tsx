import { Checkbox, VisuallyHidden } from '@mantine/core'
import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import { listPrerequisites } from '@office365-email/shared/entra-setup/prerequisites'
import { Link } from 'react-router'
import { Section } from '../../../ground/components/section.tsx'
import { mailPaths } from '../../paths.ts'
import type { Setup } from '../setup.ts'
import { stepTexts } from '../step-texts.ts'
import classes from './prerequisites.module.css'

const texts = stepTexts.prerequisites

/** The values as a checklist. Its check marks are saved with the draft. */
export function Prerequisites({ setup: { view, draft, facts } }: { setup: Setup }) {
  const links = makeEntraLinks(facts)
  const kind = facts.credentialKind
  const prerequisites = listPrerequisites(kind)
  const count = prerequisites.filter(({ field }) => draft.doneSteps.includes(`have-${field}`)).length
  return (
    <Section
      title={texts.list(kind)}
      intro={<p>{texts.who(kind)}</p>}
      aside={
        <span role="status" className="small quiet">
          {texts.count(count, prerequisites.length)}
        </span>
      }
    >
      <ol className={classes['list']}>
        {prerequisites.map(({ field, label, what, path, microsoftName, link, looksLike, example, who, tips }) => {
          const url = link && links[link]
          return (
            <li key={field} className={classes['value']}>
              <div className={classes['head']}>
                <h3>{label}</h3>
                {url && (
                  <a href={url} target="_blank" rel="noreferrer" className="small">
                    {texts.open}
                    <VisuallyHidden>
                      : {label} ({stepTexts.tasks.newTab})
                    </VisuallyHidden>
                  </a>
                )}
              </div>
              <p>{what}</p>
              <dl className={classes['facts']}>
                <dt>{texts.where}</dt>
                <dd>
                  {`${path.join(' > ')} > `}
                  <strong>{microsoftName}</strong>
                </dd>
                <dt>{texts.looks}</dt>
                <dd>
                  {looksLike}. {texts.example} <code>{example}</code>
                </dd>
                <dt>{texts.seenBy}</dt>
                <dd>{who}</dd>
              </dl>
              <ul className={classes['tips']}>
                {tips.map((tip) => (
                  <li key={tip}>{tip}</li>
                ))}
              </ul>
              <Checkbox
                label={texts.have[field]}
                checked={draft.doneSteps.includes(`have-${field}`)}
                onChange={(event) => draft.setDone(`have-${field}`, event.currentTarget.checked)}
              />
            </li>
          )
        })}
      </ol>
      {kind !== 'client-secret' && <p>{texts.later[kind]}</p>}
      <p>
        {texts.haveAll(kind)} <Link to={mailPaths.office365(view.botId)}>{texts.goToConfiguration}</Link>
      </p>
    </Section>
  )
}
