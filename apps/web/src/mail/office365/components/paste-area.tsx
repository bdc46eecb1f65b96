import { Button, Input } from '@mantine/core'
import { office365FieldLabels, office365Fields } from '@office365-email/shared/office365-fields'
import { useId, useState } from 'react'
import { Notice } from '../../../ground/components/notice.tsx'
import type { PasteResult } from '../read-paste.ts'
import { office365Texts } from '../texts.ts'
import classes from './paste-area.module.css'

const texts = office365Texts.paste

export interface PasteReport extends PasteResult {
  undo: () => void
}

interface PasteAreaProps {
  report: PasteReport | null
  onPaste: (text: string) => void
}

const filledNames = ({ values }: PasteResult): string[] => [
  ...office365Fields.filter((field) => values[field] !== undefined).map((field) => office365FieldLabels[field]),
  ...(values.secretExpiresOn ? [office365Texts.configuration.expires] : []),
  ...(values.cloud ? [office365Texts.configuration.cloud] : []),
]

/** Reads several values from one pasted text. The text is not shown, so that no secret stays visible. */
export function PasteArea({ report, onPaste }: PasteAreaProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const read = (text: string) => {
    setTyped('')
    onPaste(text)
  }
  return (
    <div className={classes['area']}>
      <Input.Wrapper id={id} label={texts.label} description={texts.help}>
        <Input
          component="textarea"
          id={id}
          aria-describedby={`${id}-description`}
          multiline
          rows={2}
          classNames={{ input: classes['input'] ?? '' }}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setTyped(event.currentTarget.value)}
          onPaste={(event: React.ClipboardEvent) => {
            event.preventDefault()
            read(typed + event.clipboardData.getData('text'))
          }}
        />
      </Input.Wrapper>
      {typed.trim() !== '' && (
        <div>
          <Button variant="default" size="xs" onClick={() => read(typed)}>
            {texts.fill}
          </Button>
        </div>
      )}
      <div role="status" className={classes['report']}>
        {report && <Report report={report} />}
      </div>
    </div>
  )
}

function Report({ report }: { report: PasteReport }) {
  const names = filledNames(report)
  return (
    <Notice
      tone={names.length > 0 ? 'good' : 'caution'}
      title={names.length > 0 ? texts.filled(names) : texts.nothing}
      actions={
        names.length > 0 && (
          <Button variant="default" size="xs" onClick={report.undo}>
            {texts.undo}
          </Button>
        )
      }
    >
      {names.length === 0 && report.ignored.length === 0 && <p>{texts.nothingHelp}</p>}
      {report.ignored.length > 0 && (
        <>
          {names.length > 0 && <p>{texts.ignored}</p>}
          <ul className={classes['ignored']}>
            {report.ignored.map(({ name, reason }) => (
              <li key={`${name}:${reason}`}>
                <strong>{name}</strong>: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  )
}
