import { arrivalSteps, bounceCodes, sendingLimits } from '@office365-email/shared/entra-setup/arrival-guide'
import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { configuredTexts } from '../configured-texts.ts'
import type { SetupFacts } from '../setup.ts'
import classes from './arrival-help.module.css'

const texts = configuredTexts.test

/** Where to look, and in which order, if an accepted message does not arrive. */
export function ArrivalHelp({ facts }: { facts: SetupFacts }) {
  const { messageTrace } = makeEntraLinks(facts)
  return (
    <Section title={texts.arriveTitle} intro={<p>{texts.arriveHelp}</p>}>
      <ol className={classes['steps']}>
        {arrivalSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {messageTrace && (
        <p>
          <a href={messageTrace} target="_blank" rel="noreferrer">
            {texts.messageTrace}
          </a>
        </p>
      )}
      <Disclosure summary={texts.bounces}>
        <dl className={classes['codes']}>
          {bounceCodes.map(({ codes, meaning, remedy }) => (
            <div key={codes}>
              <dt>{codes}</dt>
              <dd>
                {meaning} <strong>{remedy}</strong>
              </dd>
            </div>
          ))}
        </dl>
      </Disclosure>
      <Disclosure summary={texts.limits}>
        <ul className={classes['steps']}>
          {sendingLimits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Disclosure>
    </Section>
  )
}
