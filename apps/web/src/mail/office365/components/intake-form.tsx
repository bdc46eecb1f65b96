import { nationalClouds } from '@office365-email/shared/national-cloud'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useRef } from 'react'
import { flushSync } from 'react-dom'
import { ApiProblem } from '../../../ground/api-problem.ts'
import { type Faults, faultsOfErrors, faultyFields, findFaults } from '../find-faults.ts'
import { formTexts } from '../form-texts.ts'
import type { FormValues } from '../form-values.ts'
import { useConfigurationForm } from '../use-configuration-form.ts'
import { ConfigurationFields } from './configuration-fields.tsx'
import classes from './configuration-form.module.css'
import { LeaveGuard } from './leave-guard.tsx'
import { focusField } from './office365-field.tsx'
import { focusPasteArea } from './paste-area.tsx'
import { SubmitButton } from './submit-button.tsx'
import { SubmitProblem } from './submit-problem.tsx'

interface IntakeFormProps {
  /** Its kind of credential is that of the link. */
  initial: FormValues
  help: string
  /** Takes the place of the client secret. */
  credentialHelp: string | null
  submit: (values: FormValues) => Promise<void>
  onChange: (values: FormValues) => void
  onRefused: (error: Error) => void
}

/** The form behind an intake link: all values. The browser keeps none of them. */
export function IntakeForm({ initial, help, credentialHelp, submit, onChange, onRefused }: IntakeFormProps) {
  const ofLink = { credentialKind: initial.credentialKind }
  const entered = useConfigurationForm({ initial, onChange })
  // Another cloud does not change what the link asks for.
  const form = { ...entered, values: { ...entered.values, ...ofLink } }
  const { values, faults } = form
  const showFaults = (found: Faults) => {
    flushSync(() => form.setFaults(found))
    const [first] = faultyFields(found)
    if (first) focusField(first)
  }
  const handIn = useMutation({
    mutationFn: submit,
    gcTime: 0,
    onError: (error) => {
      if (error instanceof ApiProblem) showFaults(faultsOfErrors(error.document.errors, values))
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
    const complete = { ...submitted, ...ofLink }
    const found = findFaults(complete, { secretKept: false })
    showFaults(found)
    if (faultyFields(found).length === 0) handIn.mutate(complete)
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
      <ConfigurationFields form={form} credential={credentialHelp && <p>{credentialHelp}</p>} />
      <SubmitProblem error={handIn.error} faults={faults} />
      <div className={classes['actions']}>
        <SubmitButton loading={handIn.isPending} />
      </div>
      <p role="status" className="small quiet">
        {handIn.isPending ? formTexts.configuration.asking(new URL(nationalClouds[values.cloud].loginUrl).host) : help}
      </p>
    </form>
  )
}
