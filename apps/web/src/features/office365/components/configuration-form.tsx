import { Button } from '@mantine/core'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import type { ConfigurationView, SubmittedView } from '@office365-email/shared/office365-configuration'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { Notice } from '../../../components/notice.tsx'
import { ApiProblem, isProblem } from '../../../lib/api-problem.ts'
import { submitConfiguration } from '../api/submit-configuration.ts'
import { type Faults, faultsOfErrors, faultyFields, findFaults } from '../find-faults.ts'
import { clearDraft } from '../form-draft.ts'
import { keepsSecret, submissionOf } from '../form-values.ts'
import { office365Texts } from '../texts.ts'
import { useConfigurationForm } from '../use-configuration-form.ts'
import { CancelReset } from './cancel-reset.tsx'
import { ChangedNotice } from './changed-notice.tsx'
import { ConfigurationFields } from './configuration-fields.tsx'
import classes from './configuration-form.module.css'
import { focusField } from './fault-summary.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { SubmitProblem } from './submit-problem.tsx'

interface ConfigurationFormProps {
  /** What the form begins with: its version goes out with Submit. */
  base: ConfigurationView
  /** What the server holds now. */
  latest: ConfigurationView
  userId: string
  onDirtyChange: (dirty: boolean) => void
  onSubmitted: (answer: SubmittedView) => void
  onReload: () => void
}

const texts = office365Texts.configuration

export function ConfigurationForm({
  base,
  latest,
  userId,
  onDirtyChange,
  onSubmitted,
  onReload,
}: ConfigurationFormProps) {
  const form = useConfigurationForm(base, userId)
  const { values, faults, isDirty } = form
  const [tried, setTried] = useState(false)
  useEffect(() => onDirtyChange(isDirty), [isDirty, onDirtyChange])

  const showFaults = (found: Faults) => {
    flushSync(() => form.setFaults(found))
    const [first] = faultyFields(found)
    if (first) focusField(first)
  }
  const submit = useMutation({
    mutationFn: (verification: 'required' | 'skip') =>
      submitConfiguration({ botId: base.botId, version: base.version, values: submissionOf(values, verification) }),
    onSuccess: (answer) => {
      clearDraft(base.botId)
      onSubmitted(answer)
    },
    onError: (error) => {
      if (error instanceof ApiProblem) showFaults(faultsOfErrors(error.document.errors))
    },
  })
  const trySubmit = (verification: 'required' | 'skip') => {
    if (submit.isPending) return
    submit.reset()
    setTried(true)
    const found = findFaults(values, { secretKept: keepsSecret(values, base) })
    showFaults(found)
    if (faultyFields(found).length === 0) submit.mutate(verification)
  }
  const load = () => {
    clearDraft(base.botId)
    onReload()
  }
  const changed = isProblem(submit.error, 'configuration-changed', 'configuration-locked')
  const moved = latest.version !== base.version || latest.state !== base.state
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        trySubmit('required')
      }}
    >
      <LeaveGuard active={isDirty && !submit.isSuccess} onLeave={() => clearDraft(base.botId)} />
      {base.state === 'unlocked' && !moved && (
        <Notice tone="info" title={texts.unlockedTitle}>
          <p>{texts.unlockedHelp}</p>
        </Notice>
      )}
      {form.isRestored && <p className="small">{texts.restored}</p>}
      {(changed || moved) && <ChangedNotice saved={currentOf(submit.error) ?? latest} onLoad={load} />}
      <ConfigurationFields view={base} form={form} />
      {tried && !changed && <SubmitProblem error={submit.error} faults={faults} onSkip={() => trySubmit('skip')} />}
      <div className={classes['actions']}>
        <Button type="submit" loading={submit.isPending}>
          {texts.submit}
        </Button>
        {base.state === 'unlocked' && !moved && <CancelReset botId={base.botId} />}
      </div>
      <p role="status" className="small quiet">
        {submit.isPending ? texts.asking(new URL(nationalClouds[values.cloud].loginUrl).host) : texts.submitHelp}
      </p>
    </form>
  )
}

const currentOf = (error: Error | null) => (error instanceof ApiProblem ? error.document.current : undefined)
