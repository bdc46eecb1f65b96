import { Button, Checkbox } from '@mantine/core'
import { office365FieldLabels, office365Fields } from '@office365-email/shared/office365-fields'
import { useState } from 'react'
import { Link } from 'react-router'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Section } from '../../../components/section.tsx'
import { paths } from '../../../lib/paths.ts'
import { adminRequest } from '../admin-request.ts'
import { office365Texts } from '../texts.ts'
import classes from './prerequisites.module.css'

const texts = office365Texts.prerequisites

export function Prerequisites({ botId, botName }: { botId: string; botName: string }) {
  const [have, setHave] = useState<ReadonlySet<string>>(new Set())
  const request = adminRequest(botName)
  const mail = `mailto:?subject=${encodeURIComponent(texts.askSubject(botName))}&body=${encodeURIComponent(request)}`
  const toggle = (field: string) => {
    const next = new Set(have)
    if (!next.delete(field)) next.add(field)
    setHave(next)
  }
  return (
    <>
      <Section title={texts.list} intro={<p>{texts.who}</p>}>
        <ol className={classes['list']}>
          {office365Fields.map((field) => (
            <li key={field} className={classes['value']}>
              <h3>{office365FieldLabels[field]}</h3>
              <p>{texts.what[field]}</p>
              <dl className={classes['facts']}>
                <dt>{texts.where}</dt>
                <dd>{texts.place[field]}</dd>
                <dt>{texts.looks}</dt>
                <dd>{field === 'clientSecret' ? texts.example[field] : <code>{texts.example[field]}</code>}</dd>
              </dl>
              <Checkbox label={texts.have[field]} checked={have.has(field)} onChange={() => toggle(field)} />
            </li>
          ))}
        </ol>
        <div>
          <Button component={Link} to={paths.office365(botId)}>
            {texts.next}
          </Button>
        </div>
      </Section>
      <Section title={texts.ask} intro={<p>{texts.askHelp}</p>}>
        <pre className={classes['request']}>{request}</pre>
        <div className={classes['actions']}>
          <CopyButton text={request} what={texts.askCopy} />
          <Button component="a" href={mail} variant="default" size="xs">
            {texts.askMail}
          </Button>
        </div>
      </Section>
    </>
  )
}
