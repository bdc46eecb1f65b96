import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { personEndpoints } from '@office365-email/shared/endpoints/people'
import type { PersonView } from '@office365-email/shared/person'
import type { Role } from '@office365-email/shared/session'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { AllOrSome, type UseOptions } from '../../../ground/components/all-or-some.tsx'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { focusFirstFault } from '../../../ground/focus-first-fault.ts'
import { newSecret, noUserName } from '../../../ground/not-a-sign-in.ts'
import { readFaults } from '../../../ground/read-faults.ts'
import { peopleQuery } from '../people-query.ts'
import { additionOf, changesOf, findPersonFaults, formOf, type PersonFaults, type PersonForm } from '../person-form.ts'
import { peopleTexts } from '../texts.ts'

const texts = peopleTexts.form
const roles: readonly Role[] = ['admin', 'owner']

interface PersonDialogProps {
  /** Null for a new person. */
  person: PersonView | null
  useBotOptions: UseOptions
  onSaved: (person: PersonView) => void
  onClose: () => void
}

async function save(form: PersonForm, person: PersonView | null): Promise<PersonView> {
  if (!person) return await call(personEndpoints.createPerson, { body: additionOf(form) })
  const changes = changesOf(form, person)
  return changes ? await call(personEndpoints.updatePerson, { params: { personId: person.id }, body: changes }) : person
}

export function PersonDialog({ person, useBotOptions, onSaved, onClose }: PersonDialogProps) {
  const queryClient = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState(() => formOf(person))
  const [faults, setFaults] = useState<PersonFaults>({})
  const change = (part: Partial<PersonForm>) => setValues((before) => ({ ...before, ...part }))
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => save(values, person),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey })
      onSaved(saved)
    },
    onError: (failure) => {
      const found = readFaults(failure)
      setFaults(found)
      focusFirstFault(form.current, found)
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isPending) return
    const found = findPersonFaults(values, person)
    setFaults(found)
    if (Object.keys(found).length === 0) mutate()
    else focusFirstFault(form.current, found)
  }
  return (
    <Dialog title={person ? texts.changeTitle(person.name) : texts.addTitle} onClose={onClose}>
      <form ref={form} className="stack" onSubmit={submit} noValidate>
        {person && <p className="quiet">{person.email}</p>}
        {error && Object.keys(faults).length === 0 && <ProblemNotice error={error} />}
        {!person && (
          <div data-field="email">
            <TextInput
              {...noUserName}
              inputMode="email"
              label={texts.email}
              description={texts.emailHelp}
              value={values.email}
              error={faults.email}
              onChange={(event) => change({ email: event.currentTarget.value })}
            />
          </div>
        )}
        <div data-field="name">
          <TextInput
            label={texts.name}
            {...noUserName}
            description={person ? undefined : texts.nameHelp}
            maxLength={100}
            value={values.name}
            error={faults.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </div>
        <NativeSelect
          label={texts.role}
          description={peopleTexts.roleMeanings[values.role]}
          value={values.role}
          data={roles.map((role) => ({ value: role, label: peopleTexts.roles[role] }))}
          onChange={(event) => change({ role: event.currentTarget.value === 'owner' ? 'owner' : 'admin' })}
        />
        {values.role === 'admin' && (
          <div data-field="botIds">
            <AllOrSome
              legend={texts.bots}
              all={texts.all}
              some={texts.some}
              useOptions={useBotOptions}
              value={values.botIds}
              error={faults.botIds}
              onChange={(botIds) => change({ botIds })}
            />
          </div>
        )}
        <div data-field="password">
          <PasswordInput
            label={person ? texts.newPassword : texts.password}
            description={person ? texts.newPasswordHelp : texts.passwordHelp}
            {...newSecret}
            aria-invalid={Boolean(faults.password)}
            value={values.password}
            error={faults.password}
            visibilityToggleButtonProps={{ 'aria-label': texts.reveal, tabIndex: 0 }}
            onChange={(event) => change({ password: event.currentTarget.value })}
          />
        </div>
        {person && <p className="small quiet">{texts.signedOut}</p>}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isPending}>
            {person ? texts.save : peopleTexts.add}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
