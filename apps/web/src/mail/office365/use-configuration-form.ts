import { type Office365Field, office365Fields } from '@office365-email/shared/office365-fields'
import { useState } from 'react'
import type { PasteReport } from './components/paste-area.tsx'
import { type Faults, findFault } from './find-faults.ts'
import { type FormValues, isChanged, normalize } from './form-values.ts'
import { looksLikeBlock, type PastedValues, readPaste } from './read-paste.ts'

interface FormOptions {
  /** The saved values. */
  initial: FormValues
  /** The initial values of the form, if a draft exists. */
  restored?: FormValues
  onChange: (values: FormValues) => void
}

const judgeAll = (values: FormValues): Faults =>
  Object.fromEntries(
    office365Fields.flatMap((field) => {
      const fault = findFault(field, values)
      return fault ? [[field, fault]] : []
    }),
  )

/** The values in the form and their faults. */
export function useConfigurationForm({ initial, restored = initial, onChange }: FormOptions) {
  const [values, setValues] = useState(restored)
  const [faults, setFaults] = useState<Faults>({})
  const [report, setReport] = useState<PasteReport | null>(null)

  const change = (next: FormValues) => {
    setValues(next)
    onChange(next)
  }
  const judge = (field: Office365Field, next: FormValues) => {
    const { [field]: _, ...others } = faults
    const fault = findFault(field, next)
    setFaults(fault ? { ...others, [field]: fault } : others)
  }
  // The saved date belongs to the saved secret.
  const merge = (pasted: PastedValues): FormValues => {
    const newSecret = Boolean(pasted.clientSecret) && values.clientSecret === ''
    const staleDate = newSecret && values.secretExpiresOn === initial.secretExpiresOn
    return { ...values, ...(staleDate ? { secretExpiresOn: '' } : {}), ...pasted }
  }
  const fillFrom = async (text: string): Promise<boolean> => {
    const result = await readPaste(text)
    const filled = Object.keys(result.values).length > 0
    const before = { values, faults }
    const undo = () => {
      change(before.values)
      setFaults(before.faults)
      setReport(null)
    }
    setReport({ ...result, undo })
    if (filled) {
      const next = merge(result.values)
      change(next)
      setFaults(judgeAll(next))
    }
    return filled
  }

  return {
    values,
    faults,
    report,
    setFaults,
    isDirty: isChanged(values, initial),
    fillFrom,
    /** A pasted value is checked immediately; a typed one only while its field has a fault. */
    enter(field: Office365Field, text: string, pasted: boolean) {
      const next = merge({ [field]: text })
      change(next)
      if (pasted || faults[field]) judge(field, next)
    },
    /** Returns true if the text may be several values: then it fills the fields that it can, or only this field. */
    paste(field: Office365Field, text: string): boolean {
      if (!looksLikeBlock(text)) return false
      const fill = async () => {
        if (await fillFrom(text)) return
        setReport((current) => (current && current.ignored.length > 0 ? current : null))
        const next = merge({ [field]: text.trim().replace(/\s+/g, ' ') })
        change(next)
        judge(field, next)
      }
      void fill()
      return true
    },
    leave(field: Office365Field) {
      const next = { ...values, [field]: normalize(field, values[field]) }
      if (next[field] !== values[field]) change(next)
      if (next[field].trim() !== '') judge(field, next)
    },
    choose(choice: Partial<Pick<FormValues, 'cloud' | 'secretExpiresOn'>>) {
      change({ ...values, ...choice })
    },
    startOver() {
      change(initial)
      setFaults({})
      setReport(null)
    },
  }
}

export type ConfigurationForm = ReturnType<typeof useConfigurationForm>
