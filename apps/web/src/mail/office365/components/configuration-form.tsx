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
import { formTexts } from '../form-texts.ts'
import {
  differsFrom,
  type FormValues,
  isChanged,
  keepsSecret,
  keptThumbprint,
  submissionOf,
  valuesOf,
} from '../form-values.ts'
import { office365Texts } from '../texts.ts'
import { useConfigurationForm } from '../use-configuration-form.ts'
import type { Draft } from '../use-draft.ts'
import { CancelReset } from './cancel-reset.tsx'
import { ChangedNotice } from './changed-notice.tsx'
import { ConfigurationFields } from './configuration-fields.tsx'
import classes from './configuration-form.module.css'
import { CredentialDisclosure, CredentialFields } from './credential-fields.tsx'
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

const texts = formTexts.configuration

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
  // The way to sign in is chosen in another step, too.
  const [isRestored, setRestored] = useState(() =>
    isChanged({ ...restored, credentialKind: initial.credentialKind }, initial),
  )
  const form = useConfigurationForm({
    initial,
    restored,
    onChange: (next) => draft.changeValues(draftValuesOf(next, initial)),
  })
  const { values, faults, isDirty } = form
  const [tried, setTried] = useState(false)
  // Values that wait with a credential are in the draft until Entra accepts it: then they are no longer only in this form.
  const isUnsaved = isDirty && (form.box.trim() !== '' || differsFrom(values, latest))
  useEffect(() => onDirtyChange(isUnsaved), [isUnsaved, onDirtyChange])

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
    gcTime: 0,
    onSuccess: async (answer, { submitted }) => {
      // The server shows the values that wait with a credential only after the change.
      if (answer.state === 'locked') draft.changeValues({})
      await onSubmitted(answer, submitted.clientSecret !== '')
    },
    onError: (error, { submitted }) => {
      if (error instanceof ApiProblem) showFaults(faultsOfErrors(error.document.errors, submitted))
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
        secret={
          (values.clientSecret !== '' || values.pem !== '' || values.password !== '' || form.box.trim() !== '') &&
          !submit.isSuccess
        }
        draft={draft.state}
      />
      {moved && !changed && <ChangedNotice saved={latest} onLoad={load} />}
      {base.state === 'unlocked' && base.credential.state === 'set' && !moved && !changed && (
        <Notice tone="info" title={texts.unlockedTitle}>
          <p>{texts.unlockedHelp}</p>
        </Notice>
      )}
      {isRestored && (
        <div className={classes['restored']}>
          <p className="small">{values.credentialKind === 'client-secret' ? texts.restored : texts.restoredAll}</p>
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
      <CredentialDisclosure form={form} />
      <ConfigurationFields
        form={form}
        secretNote={secretNoteOf(base, secretKept)}
        secretRequired={!secretKept}
        credential={<CredentialFields form={form} kept={keptThumbprint(values, base)} />}
      />
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

function secretNoteOf({ state, clientSecret, credential }: ConfigurationView, isKept: boolean): string | null {
  if (isKept) return texts.secretKept
  if (clientSecret.state === 'set') return texts.secretGone
  const hadSecret = state !== 'unconfigured' && credential.kind === 'client-secret'
  return hadSecret ? office365Texts.configuration.secretLost : null
}

const currentOf = (error: Error | null) => (error instanceof ApiProblem ? error.document.current : undefined)
