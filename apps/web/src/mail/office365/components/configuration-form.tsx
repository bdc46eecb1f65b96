import { Button } from '@mantine/core'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import type { ConfigurationView, SubmittedView } from '@office365-email/shared/office365-configuration'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { call } from '../../../ground/api-client.ts'
import { ApiProblem, isProblem } from '../../../ground/api-problem.ts'
import { Notice } from '../../../ground/components/notice.tsx'
import { draftValuesOf, withDraft } from '../draft-values.ts'
import { type Faults, faultsOfErrors, faultyFields, findFaults } from '../find-faults.ts'
import { type FormValues, isChanged, keepsSecret, submissionOf, valuesOf } from '../form-values.ts'
import { office365Texts } from '../texts.ts'
import { useConfigurationForm } from '../use-configuration-form.ts'
import type { Draft } from '../use-draft.ts'
import { CancelReset } from './cancel-reset.tsx'
import { ChangedNotice } from './changed-notice.tsx'
import { ConfigurationFields } from './configuration-fields.tsx'
import classes from './configuration-form.module.css'
import { LeaveGuard } from './leave-guard.tsx'
import { focusField } from './office365-field.tsx'
import { focusPasteArea } from './paste-area.tsx'
import { SubmitButton } from './submit-button.tsx'
import { SubmitProblem } from './submit-problem.tsx'

interface ConfigurationFormProps {
  /** The initial values of the form. Submit sends their version. */
  base: ConfigurationView
  /** The values on the server now. */
  latest: ConfigurationView
  draft: Draft
  /** Whether Submit is the main action of the page now. */
  primary: boolean
  onDirtyChange: (dirty: boolean) => void
  onSubmitted: (answer: SubmittedView, newSecret: boolean) => Promise<void>
  onReload: () => void
}

const texts = office365Texts.configuration

export function ConfigurationForm({
  base,
  latest,
  draft,
  primary,
  onDirtyChange,
  onSubmitted,
  onReload,
}: ConfigurationFormProps) {
  const [initial] = useState(() => valuesOf(base))
  const [restored] = useState(() => withDraft(initial, draft.values))
  const [isRestored, setRestored] = useState(() => isChanged(restored, initial))
  const form = useConfigurationForm({
    initial,
    restored,
    onChange: (next) => draft.changeValues(draftValuesOf(next, initial)),
  })
  const { values, faults, isDirty } = form
  const [tried, setTried] = useState(false)
  useEffect(() => onDirtyChange(isDirty), [isDirty, onDirtyChange])

  const showFaults = (found: Faults) => {
    flushSync(() => form.setFaults(found))
    const [first] = faultyFields(found)
    if (first) focusField(first)
  }
  const submit = useMutation({
    mutationFn: ({ verification, submitted }: { verification: 'required' | 'skip'; submitted: FormValues }) =>
      call(configurationEndpoints.submitConfiguration, {
        params: { botId: base.botId },
        body: submissionOf(submitted, verification),
        // The server refuses the values if its version has changed.
        ifMatch: base.version,
      }),
    onSuccess: async (answer, { submitted }) => {
      draft.changeValues({})
      await onSubmitted(answer, submitted.clientSecret !== '')
    },
    onError: (error) => {
      if (error instanceof ApiProblem) showFaults(faultsOfErrors(error.document.errors))
    },
  })
  const isSettling = useRef(false)
  const trySubmit = async (verification: 'required' | 'skip') => {
    if (submit.isPending || isSettling.current) return
    submit.reset()
    isSettling.current = true
    const submitted = await form.settle().finally(() => {
      isSettling.current = false
    })
    if (!submitted) return focusPasteArea()
    setTried(true)
    const found = findFaults(submitted, { secretKept: keepsSecret(submitted, base) })
    showFaults(found)
    if (faultyFields(found).length === 0) submit.mutate({ verification, submitted })
  }
  const load = () => {
    draft.changeValues({})
    onReload()
  }
  const secretKept = keepsSecret(values, base)
  const changed = isProblem(submit.error, 'configuration-changed', 'configuration-locked')
  const moved = latest.version !== base.version || latest.state !== base.state
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        void trySubmit('required')
      }}
    >
      <LeaveGuard
        secret={(values.clientSecret !== '' || form.box.trim() !== '') && !submit.isSuccess}
        draft={draft.state}
      />
      {moved && !changed && <ChangedNotice saved={latest} onLoad={load} />}
      {base.state === 'unlocked' && base.clientSecret.state === 'set' && !moved && !changed && (
        <Notice tone="info" title={texts.unlockedTitle}>
          <p>{texts.unlockedHelp}</p>
        </Notice>
      )}
      {isRestored && (
        <div className={classes['restored']}>
          <p className="small">{texts.restored}</p>
          <Button
            variant="subtle"
            size="xs"
            onClick={() => {
              form.startOver()
              setRestored(false)
            }}
          >
            {texts.startOver}
          </Button>
        </div>
      )}
      <ConfigurationFields form={form} secretNote={secretNoteOf(base, secretKept)} secretRequired={!secretKept} />
      {tried && !changed && (
        <SubmitProblem error={submit.error} faults={faults} onSkip={() => void trySubmit('skip')} />
      )}
      {changed && <ChangedNotice saved={currentOf(submit.error) ?? latest} onLoad={load} />}
      <div className={classes['actions']}>
        <SubmitButton variant={primary || isDirty ? 'filled' : 'default'} loading={submit.isPending} />
        {base.state === 'unlocked' && !moved && !changed && (
          <CancelReset botId={base.botId} onCancelled={() => draft.changeValues({})} />
        )}
      </div>
      <p role="status" className="small quiet">
        {submit.isPending ? texts.asking(new URL(nationalClouds[values.cloud].loginUrl).host) : texts.submitHelp}
      </p>
      {isDirty && <p className="small quiet">{texts.draft[draft.state]}</p>}
    </form>
  )
}

function secretNoteOf({ state, clientSecret }: ConfigurationView, isKept: boolean): string | null {
  if (state === 'unconfigured') return null
  if (clientSecret.state === 'not-set') return texts.secretLost
  return isKept ? texts.secretKept : texts.secretGone
}

const currentOf = (error: Error | null) => (error instanceof ApiProblem ? error.document.current : undefined)
