import { makeInstructions } from '@office365-email/shared/entra-setup/instructions'
import type { SetupFacts } from '../setup.ts'
import classes from './instructions-document.module.css'

/** The instructions as a document to print. */
export function InstructionsDocument({ facts }: { facts: SetupFacts }) {
  const { title, intro, sections } = makeInstructions(facts)
  return (
    <article className={classes['document']}>
      <h2>{title}</h2>
      {intro.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {sections.map((section) => (
        <section key={section.title}>
          <h3>{section.title}</h3>
          {section.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {section.steps.length > 0 && (
            <ol>
              {section.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          )}
          {section.points.length > 0 && (
            <ul>
              {section.points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          )}
          {section.link && (
            <p>
              {section.link.text}: <a href={section.link.url}>{section.link.url}</a>
            </p>
          )}
        </section>
      ))}
    </article>
  )
}
