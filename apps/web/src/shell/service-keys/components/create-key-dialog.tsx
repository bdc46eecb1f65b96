import { Button, Checkbox, TextInput } from '@mantine/core'
import type { ResponseOf } from '@office365-email/shared/endpoint'
import { serviceKeyEndpoints } from '@office365-email/shared/endpoints/service-keys'
import type { ServiceKeyScope } from '@office365-email/shared/service-key'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { isProblem } from '../../../ground/api-problem.ts'
import { AllOrSome, type UseOptions } from '../../../ground/components/all-or-some.tsx'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { focusFirstFault } from '../../../ground/focus-first-fault.ts'
import { readFaults } from '../../../ground/read-faults.ts'
import { emptyKeyForm, findKeyFaults, type KeyFaults, type KeyForm, keyRequestOf, maySend } from '../key-form.ts'
import { serviceKeysQuery } from '../service-keys-query.ts'
import { serviceKeysTexts } from '../texts.ts'
import classes from './create-key-dialog.module.css'

const texts = serviceKeysTexts.form
const scopeNames = Object.keys(serviceKeysTexts.scopes) as ServiceKeyScope[]

interface CreateKeyDialogProps {
  useBotOptions: UseOptions
  /** Whether this person has access to every bot, and may create a key that has it too. */
  mayReachAll: boolean
  onCreated: (key: ResponseOf<typeof serviceKeyEndpoints.createServiceKey>) => void
  onClose: () => void
}

export function CreateKeyDialog({ useBotOptions, mayReachAll, onCreated, onClose }: CreateKeyDialogProps) {
  const queryClient = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const scopesErrorId = useId()
  const [values, setValues] = useState(emptyKeyForm)
  const [faults, setFaults] = useState<KeyFaults>({})
  const change = (part: Partial<KeyForm>) => setValues((before) => ({ ...before, ...part }))
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call(serviceKeyEndpoints.createServiceKey, { body: keyRequestOf(values) }),
    // The response contains the key, so it is kept only while it is shown.
    gcTime: 0,
    onSuccess: async (key) => {
      await queryClient.invalidateQueries({ queryKey: serviceKeysQuery.queryKey })
      onCreated(key)
    },
    onError: (failure) => setFaults(readFaults(failure)),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isPending) return
    const found = findKeyFaults(values, new Date())
    setFaults(found)
    if (Object.keys(found).length === 0) mutate()
    else focusFirstFault(form.current, found)
  }
  const toggle = (scope: ServiceKeyScope) =>
    change({
      scopes: values.scopes.includes(scope) ? values.scopes.filter((one) => one !== scope) : [...values.scopes, scope],
    })
  const shownError = error && Object.keys(faults).length === 0 && !isProblem(error, 'fresh-sign-in-required')
  return (
    <Dialog title={texts.title} onClose={onClose}>
      <form ref={form} className={classes['form']} onSubmit={submit} noValidate>
        {shownError && <ProblemNotice error={error} />}
        <div data-field="name">
          <TextInput
            label={texts.name}
            description={texts.nameHelp}
            maxLength={100}
            autoComplete="off"
            value={values.name}
            error={faults.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </div>
        <fieldset
          data-field="scopes"
          className={classes['scopes']}
          aria-describedby={faults.scopes ? scopesErrorId : undefined}
        >
          <legend>{texts.scopes}</legend>
          {scopeNames.map((scope) => (
            <Checkbox
              key={scope}
              label={serviceKeysTexts.scopes[scope].name}
              description={serviceKeysTexts.scopes[scope].help}
              checked={values.scopes.includes(scope)}
              onChange={() => toggle(scope)}
            />
          ))}
          {faults.scopes && (
            <p id={scopesErrorId} className={classes['error']}>
              {faults.scopes}
            </p>
          )}
        </fieldset>
        <div data-field="botIds">
          <AllOrSome
            legend={texts.bots}
            all={mayReachAll ? texts.all : null}
            some={texts.some}
            useOptions={useBotOptions}
            value={values.botIds}
            error={faults.botIds}
            onChange={(botIds) => change({ botIds })}
          />
        </div>
        {maySend(values) && (
          <div className={classes['limits']}>
            <div data-field="recipientDomains">
              <TextInput
                label={texts.domains}
                description={texts.domainsHelp}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                value={values.domains}
                error={faults.recipientDomains}
                onChange={(event) => change({ domains: event.currentTarget.value })}
              />
            </div>
            <div data-field="dailyQuota">
              <TextInput
                className={classes['narrow'] ?? ''}
                label={texts.quota}
                description={texts.quotaHelp}
                inputMode="numeric"
                autoComplete="off"
                value={values.quota}
                error={faults.dailyQuota}
                onChange={(event) => change({ quota: event.currentTarget.value })}
              />
            </div>
          </div>
        )}
        <div data-field="expiresAt">
          <TextInput
            type="date"
            className={classes['narrow'] ?? ''}
            label={texts.expires}
            description={texts.expiresHelp}
            value={values.expiresOn}
            error={faults.expiresAt}
            onChange={(event) => change({ expiresOn: event.currentTarget.value })}
          />
        </div>
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isPending}>
            {serviceKeysTexts.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
