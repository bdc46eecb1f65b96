import type { IntakeResult } from '@office365-email/shared/intake-link'
import { type NationalCloud, nationalClouds } from '@office365-email/shared/national-cloud'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ApiProblem } from '../../../ground/api-problem.ts'
import { type Faults, faultsOfErrors, faultyFields, findFaults } from '../find-faults.ts'
import { emptyValues, type FormValues, submissionOf } from '../form-values.ts'
import { office365Texts } from '../texts.ts'
import { useConfigurationForm } from '../use-configuration-form.ts'
import { ConfigurationFields } from './configuration-fields.tsx'
import classes from './configuration-form.module.css'
import { LeaveGuard } from './leave-guard.tsx'
import { focusField } from './office365-field.tsx'
import { focusPasteArea } from './paste-area.tsx'
import { SubmitButton } from './submit-button.tsx'
import { SubmitProblem } from './submit-problem.tsx'

type Submission = Omit<ReturnType<typeof submissionOf>, 'verification'> & { clientSecret: string }

interface IntakeFormProps {
  cloud: NationalCloud
  help: string
  submit: (values: Submission) => Promise<IntakeResult>
  onChange: (values: FormValues) => void
  onSubmitted: (result: IntakeResult) => void
  onRefused: (error: Error) => void
}

/** The form behind an intake link: all five values. The browser keeps none of them. */
export function IntakeForm({ cloud, help, submit, onChange, onSubmitted, onRefused }: IntakeFormProps) {
  const [initial] = useState(() => ({ ...emptyValues, cloud }))
  const form = useConfigurationForm({ initial, onChange })
  const { values, faults } = form
  const showFaults = (found: Faults) => {
    flushSync(() => form.setFaults(found))
    const [first] = faultyFields(found)
    if (first) focusField(first)
  }
  const handIn = useMutation({
    mutationFn: (submitted: FormValues) => {
      const { verification: _, ...submission } = submissionOf(submitted, 'required')
      return submit({ ...submission, clientSecret: submitted.clientSecret })
    },
    gcTime: 0,
    onSuccess: onSubmitted,
    onError: (error) => {
      if (error instanceof ApiProblem) showFaults(faultsOfErrors(error.document.errors))
      onRefused(error)
    },
  })
  const isSettling = useRef(false)
  const trySubmit = async () => {
    if (handIn.isPending || isSettling.current) return
    handIn.reset()
    isSettling.current = true
    const submitted = await form.settle().finally(() => {
      isSettling.current = false
    })
    if (!submitted) return focusPasteArea()
    const found = findFaults(submitted, { secretKept: false })
    showFaults(found)
    if (faultyFields(found).length === 0) handIn.mutate(submitted)
  }
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        void trySubmit()
      }}
    >
      <LeaveGuard secret={form.isDirty && !handIn.isSuccess} draft="kept" />
      <ConfigurationFields form={form} />
      <SubmitProblem error={handIn.error} faults={faults} />
      <div className={classes['actions']}>
        <SubmitButton loading={handIn.isPending} />
      </div>
      <p role="status" className="small quiet">
        {handIn.isPending
          ? office365Texts.configuration.asking(new URL(nationalClouds[values.cloud].loginUrl).host)
          : help}
      </p>
    </form>
  )
}
