import { Button, Textarea } from '@mantine/core'
import { maxFileBytes } from '@office365-email/shared/configuration-file'
import { type SubmitEvent, useId, useRef, useState } from 'react'
import { readFile, type SentFile } from '../read-file.ts'
import { transferTexts } from '../texts.ts'
import classes from './file-form.module.css'

const texts = transferTexts.import

interface FileFormProps {
  pending: boolean
  /** Whether the button is the main action of the page now. */
  primary: boolean
  onCompare: (file: SentFile) => void
}

/** A file or a pasted text. A text counts if there is one. */
export function FileForm({ pending, primary, onCompare }: FileFormProps) {
  const [chosen, setChosen] = useState<File | null>(null)
  const [pasted, setPasted] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const faultId = useId()
  const fileId = useId()

  const compare = async (event: SubmitEvent) => {
    event.preventDefault()
    if (pending) return
    const isLarge = pasted === '' && (chosen?.size ?? 0) > maxFileBytes
    const reading = isLarge ? { fault: texts.tooLarge } : readFile(pasted || (await chosen?.text()) || '')
    if ('file' in reading) {
      setFault(null)
      onCompare(reading.file)
      return
    }
    setFault(reading.fault)
    input.current?.focus()
  }
  return (
    <form className={classes['form']} onSubmit={(event) => void compare(event)} noValidate>
      <div className={classes['field']}>
        <label htmlFor={fileId} className="mantine-InputWrapper-label">
          {texts.file}
        </label>
        <input
          ref={input}
          id={fileId}
          type="file"
          accept=".json,application/json"
          className={classes['file']}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : faultId}
          onChange={({ currentTarget: { files } }) => {
            setChosen(files?.[0] ?? null)
            setPasted('')
            setFault(null)
          }}
        />
        {fault !== null && (
          <p id={faultId} className={classes['fault']} role="alert">
            {fault}
          </p>
        )}
      </div>
      <Textarea
        classNames={{ input: classes['paste'] ?? '' }}
        label={texts.paste}
        description={texts.pasteHelp}
        rows={3}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" variant={primary ? 'filled' : 'default'} loading={pending}>
          {texts.compare}
        </Button>
      </div>
    </form>
  )
}
