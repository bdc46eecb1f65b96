import { Button, Input } from '@mantine/core'
import { isOffice365Field, office365FieldLabels } from '@office365-email/shared/office365-fields'
import { Notice } from '../../../ground/components/notice.tsx'
import { focusElement } from '../../../ground/place.ts'
import { formTexts } from '../form-texts.ts'
import { type PastedValues, type PasteReport, pastedNames } from '../read-paste.ts'
import { office365Texts } from '../texts.ts'
import type { ConfigurationForm } from '../use-configuration-form.ts'
import { isPaste } from './office365-field.tsx'
import classes from './paste-area.module.css'

const texts = formTexts.paste

const id = 'office365-paste'
export const focusPasteArea = (): void => focusElement(id)

/** A click must reach the button that it is on before a report moves the page. */
const pauseMs = 250

const labelOf = (name: keyof PastedValues): string => {
  if (isOffice365Field(name)) return office365FieldLabels[name]
  return name === 'cloud' ? office365Texts.configuration.cloud : formTexts.configuration.expires
}

/**
 * Reads several values from one text. Pasted text is not shown, so that no secret stays visible. Text that was typed,
 * dropped or put in by a program is read when the box is left, and by Submit.
 */
export function PasteArea({ form }: { form: ConfigurationForm }) {
  const { box, report } = form
  const leave = ({ relatedTarget }: React.FocusEvent) => {
    // Submit reads the box itself.
    if (relatedTarget instanceof HTMLElement && relatedTarget.matches(`#${id}, #${id}-fill, [type=submit]`)) return
    setTimeout(() => void form.readBox(false), pauseMs)
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
          value={box}
          onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => {
            form.changeBox(event.currentTarget.value)
            if (isPaste(event.nativeEvent)) void form.readBox(true)
          }}
          onPaste={(event: React.ClipboardEvent) => {
            event.preventDefault()
            void form.pasteIntoBox(event.clipboardData.getData('text'))
          }}
          onBlur={leave}
        />
      </Input.Wrapper>
      {box.trim() !== '' && (
        <div>
          <Button id={`${id}-fill`} variant="default" size="xs" onBlur={leave} onClick={() => void form.readBox(true)}>
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
  const names = pastedNames.filter((name) => report.values[name] !== undefined).map(labelOf)
  const entered = report.entered.map(labelOf)
  const isComplete = names.length > 0 && report.ignored.length === 0 && (entered.length === 0 || report.replaces)
  return (
    <Notice
      tone={isComplete ? 'good' : 'caution'}
      title={names.length > 0 ? texts.filled(names) : texts.nothing}
      actions={
        names.length > 0 && (
          <Button variant="default" size="xs" onClick={report.undo}>
            {texts.undo}
          </Button>
        )
      }
    >
      {entered.length > 0 && <p>{report.replaces ? texts.replaced(entered) : texts.kept(entered)}</p>}
      {names.length === 0 && report.ignored.length === 0 && entered.length === 0 && <p>{texts.nothingHelp}</p>}
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
