import { Button, Textarea } from '@mantine/core'
import type { CatalogEntry } from '@office365-email/shared/diagnosis/catalog'
import { describeOwner } from '@office365-email/shared/diagnosis/texts/owner-texts'
import type { BodyInputOf } from '@office365-email/shared/endpoint'
import { diagnosisEndpoints } from '@office365-email/shared/endpoints/diagnoses'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { readPastedError } from '../read-pasted-error.ts'
import { diagnosesTexts } from '../texts.ts'
import { CauseLinks } from './cause-links.tsx'
import classes from './paste-error.module.css'

const texts = diagnosesTexts.paste
const maxLength = 60_000

function findFault(text: string): string | null {
  if (text.trim() === '') return texts.missing
  return text.length > maxLength ? texts.tooLong : null
}

export function PasteError({ entries }: { entries: readonly CatalogEntry[] }) {
  const input = useRef<HTMLTextAreaElement>(null)
  const result = useRef<HTMLHeadingElement>(null)
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  // The pasted text may contain secrets, so it is not kept after the page is left.
  const { mutate, reset, data, error, isPending } = useMutation({
    mutationFn: (failure: BodyInputOf<typeof diagnosisEndpoints.explainError>) =>
      call(diagnosisEndpoints.explainError, { body: failure }),
    gcTime: 0,
  })
  useEffect(() => {
    if (data) result.current?.focus()
  }, [data])
  // The diagnosis `not_microsoft` says it itself.
  const owner = data && data.cause !== 'not_microsoft' ? describeOwner(data) : null
  const others = data?.candidates.slice(1).filter((cause) => cause !== 'unclear') ?? []
  const explain = (event: SubmitEvent) => {
    event.preventDefault()
    if (isPending) return
    const found = findFault(text)
    setFault(found)
    if (found) input.current?.focus()
    else mutate(readPastedError(text))
  }
  const startAgain = () => {
    setText('')
    reset()
    input.current?.focus()
  }
  return (
    <>
      <form className={classes['form']} onSubmit={explain} noValidate>
        <Textarea
          ref={input}
          classNames={{ input: classes['input'] ?? '' }}
          label={texts.label}
          description={`${texts.help} ${texts.privacy}`}
          rows={6}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          error={fault}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes['actions']}>
          <Button type="submit" loading={isPending}>
            {texts.explain}
          </Button>
          {data && (
            <Button variant="default" onClick={startAgain}>
              {texts.again}
            </Button>
          )}
        </div>
      </form>
      {error && <ProblemNotice error={error} />}
      {data && (
        <div className={classes['result']}>
          <h3 ref={result} tabIndex={-1}>
            {texts.result}
          </h3>
          <DiagnosisPanel diagnosis={data}>
            {owner && <p>{owner}</p>}
            {others.length > 0 && (
              <div>
                <p>{texts.candidates[data.cause === 'unclear' ? 'unclear' : 'known']}</p>
                <CauseLinks causes={others} entries={entries} />
              </div>
            )}
          </DiagnosisPanel>
        </div>
      )}
    </>
  )
}
