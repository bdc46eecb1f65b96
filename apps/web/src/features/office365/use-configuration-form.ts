import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import type { Office365Field } from '@office365-email/shared/office365-fields'
import { useState } from 'react'
import { type Faults, findFault } from './find-faults.ts'
import { clearDraft, readDraft, saveDraft } from './form-draft.ts'
import { type FormValues, isChanged, normalise, valuesOf } from './form-values.ts'

/** The values in the form and what is wrong with them. Begins with what this person had entered before, if anything. */
export function useConfigurationForm(view: ConfigurationView, userId: string) {
  const [initial] = useState(() => valuesOf(view))
  const [draft] = useState(() => readDraft(view.botId, userId, view.version))
  const [values, setValues] = useState(draft ?? initial)
  const [faults, setFaults] = useState<Faults>({})

  const change = (next: FormValues) => {
    setValues(next)
    if (isChanged(next, initial)) saveDraft(view.botId, userId, view.version, next)
    else clearDraft(view.botId)
  }
  const judge = (field: Office365Field, next: FormValues) => {
    const { [field]: _, ...others } = faults
    const fault = findFault(field, next)
    setFaults(fault ? { ...others, [field]: fault } : others)
  }

  return {
    values,
    faults,
    setFaults,
    isRestored: draft !== null && isChanged(draft, initial),
    isDirty: isChanged(values, initial),
    /** A paste is judged at once; what is typed only while it is being put right. */
    enter(field: Office365Field, text: string, pasted: boolean) {
      // The saved date belongs to the saved secret.
      const newSecret = field === 'clientSecret' && values.clientSecret === '' && text !== ''
      const staleDate = newSecret && values.secretExpiresOn === initial.secretExpiresOn
      const next = { ...values, [field]: text, ...(staleDate ? { secretExpiresOn: '' } : {}) }
      change(next)
      if (pasted || faults[field]) judge(field, next)
    },
    leave(field: Office365Field) {
      const next = { ...values, [field]: normalise(field, values[field]) }
      if (next[field] !== values[field]) change(next)
      if (next[field].trim() !== '') judge(field, next)
    },
    choose(choice: Partial<Pick<FormValues, 'cloud' | 'secretExpiresOn'>>) {
      change({ ...values, ...choice })
    },
  }
}

export type ConfigurationForm = ReturnType<typeof useConfigurationForm>
