import { VisuallyHidden } from '@mantine/core'
import type { CatalogEntry, ClassicRow } from '@office365-email/shared/diagnosis/catalog'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { diagnosesTexts } from '../texts.ts'
import { CauseLinks } from './cause-links.tsx'
import classes from './classic-errors.module.css'

const texts = diagnosesTexts.classic

interface ClassicErrorsProps {
  rows: readonly ClassicRow[]
  entries: readonly CatalogEntry[]
}

/** The four errors that people look for first: what each means, and what to do. */
export const ClassicErrors = ({ rows, entries }: ClassicErrorsProps) => (
  <table className={classes['table']}>
    <caption>
      <VisuallyHidden>{texts.caption}</VisuallyHidden>
    </caption>
    <thead>
      <tr>
        <th scope="col">{texts.error}</th>
        <th scope="col">{texts.means}</th>
        <th scope="col">{texts.does}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.name}>
          <th scope="row">{row.name}</th>
          <td className={classes['means']}>
            <p>
              <strong>{row.title}</strong>
            </p>
            <p>{row.explanation}</p>
            <Disclosure summary={texts.causes(row.causes.length)}>
              <CauseLinks causes={row.causes} entries={entries} />
            </Disclosure>
          </td>
          <td>
            <ol>
              {row.nextSteps.map(({ text }) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
