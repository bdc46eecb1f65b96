import { type Office365Field, office365FieldLabels, office365Fields } from '@office365-email/shared/office365-fields'
import { readOffice365Field } from '@office365-email/shared/read-office365-field'
import { useRef, useState } from 'react'
import { possibleKind } from './credential-kinds.ts'
import { type Faults, findFault } from './find-faults.ts'
import { formTexts } from './form-texts.ts'
import { type FormValues, isChanged, noSecrets } from './form-values.ts'
import {
  looksLikeBlock,
  type PastedValues,
  type PasteReport,
  type PasteResult,
  pastedNames,
  readPaste,
} from './read-paste.ts'

interface FormOptions {
  /** The saved values. */
  initial: FormValues
  /** The initial values of the form, if a draft exists. */
  restored?: FormValues
  onChange: (values: FormValues) => void
}

/** What was removed from each value when it was read. */
type Notes = { [field in Office365Field]?: string | undefined }

/** A form without a field for the secret takes none from a text. */
function withoutSecret({ values: { clientSecret, secretExpiresOn: _, ...values }, ignored }: PasteResult): PasteResult {
  if (clientSecret === undefined) return { values, ignored }
  const { secretNotNeeded: reason } = formTexts.configuration
  return { values, ignored: [...ignored, { name: office365FieldLabels.clientSecret, reason }] }
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
  const [notes, setNotes] = useState<Notes>({})
  const [report, setReport] = useState<PasteReport | null>(null)
  const [box, setBox] = useState('')
  // A paste is read asynchronously, and a person may type meanwhile.
  const filledBefore: PastedValues = {}
  const latest = useRef({ values: restored, box: '', readBox: '', filled: filledBefore })

  const change = (wanted: FormValues) => {
    const next = { ...wanted, credentialKind: possibleKind(wanted.credentialKind, wanted.cloud) }
    latest.current.values = next
    setValues(next)
    onChange(next)
  }
  const changeBox = (text: string) => {
    latest.current.box = text
    setBox(text)
  }
  const judge = (field: Office365Field, next: FormValues) => {
    const fault = findFault(field, next)
    setFaults(({ [field]: _, ...others }) => (fault ? { ...others, [field]: fault } : others))
  }
  // The saved date belongs to the saved secret.
  const merge = (pasted: PastedValues): FormValues => {
    const { values: current } = latest.current
    const newSecret = Boolean(pasted.clientSecret) && current.clientSecret === ''
    const staleDate = newSecret && current.secretExpiresOn === initial.secretExpiresOn
    return { ...current, ...(staleDate ? { secretExpiresOn: '' } : {}), ...pasted }
  }
  /** Values as they will be saved, with notes of what was removed from them. */
  const tidy = (fields: readonly Office365Field[]) => {
    const next = { ...latest.current.values }
    for (const field of fields) {
      const reading = readOffice365Field(field, next[field])
      if (!('value' in reading) || reading.value === next[field]) continue
      next[field] = reading.value
      setNotes((current) => ({ ...current, [field]: reading.note }))
    }
    if (isChanged(next, latest.current.values)) change(next)
    return next
  }
  const enter = (field: Office365Field, text: string, pasted: boolean) => {
    change(merge({ [field]: text }))
    setNotes((current) => ({ ...current, [field]: undefined }))
    if (pasted) tidy([field])
    if (pasted || faults[field]) judge(field, latest.current.values)
  }
  /** Whether the person entered another value than the pasted one. */
  const isEntered = (name: keyof PastedValues, pasted: PastedValues) => {
    const current = latest.current.values[name]
    return ![undefined, '', pasted[name], initial[name], latest.current.filled[name]].includes(current)
  }
  /** `replaces`: whether values that the person entered are replaced. The report names them. */
  const fillFrom = async (text: string, replaces: boolean): Promise<PasteReport> => {
    const read = await readPaste(text)
    const before = latest.current.values
    const { values: found, ignored } = before.credentialKind === 'client-secret' ? read : withoutSecret(read)
    const boxBefore = latest.current.box
    const entered = pastedNames.filter((name) => found[name] !== undefined && isEntered(name, found))
    const used = { ...found }
    if (!replaces) for (const name of entered) delete used[name]
    const undo = () => {
      change(before)
      changeBox(boxBefore)
      setFaults(judgeAll(before))
      setReport(null)
    }
    const next = { values: used, ignored, entered, replaces, undo }
    setReport(next)
    if (Object.keys(used).length > 0) {
      change(merge(used))
      latest.current.filled = { ...latest.current.filled, ...used }
      setFaults(judgeAll(latest.current.values))
      setNotes({})
      // The box keeps what was not used, but no secret that is only needed in its field.
      if ((used.clientSecret || ignored.length === 0) && (replaces || entered.length === 0)) changeBox('')
    }
    return next
  }
  /** Reads text that did not come by a paste. False if the person entered other values, which stay. */
  const readBox = async (replaces: boolean): Promise<boolean> => {
    const { box: text, readBox: before } = latest.current
    if (text.trim() === '' || (text === before && !replaces)) return true
    latest.current.readBox = text
    const { entered } = await fillFrom(text, replaces)
    return replaces || entered.length === 0
  }

  return {
    values,
    faults,
    notes,
    report,
    box,
    setFaults,
    isDirty: isChanged(values, initial) || box.trim() !== '',
    changeBox,
    readBox,
    pasteIntoBox: (text: string) => fillFrom(latest.current.box + text, true),
    /** A pasted value is checked immediately; a typed one only while its field has a fault. */
    enter,
    /** Returns true if the text may be several values: then it fills the fields that it can, or only this field. */
    paste(field: Office365Field, text: string): boolean {
      if (!looksLikeBlock(text)) return false
      const fill = async () => {
        const { values: used, ignored } = await fillFrom(text, true)
        if (Object.keys(used).length > 0) return
        if (ignored.length === 0) setReport(null)
        enter(field, text.trim().replace(/\s+/g, ' '), true)
      }
      void fill()
      return true
    },
    leave(field: Office365Field) {
      const next = tidy([field])
      if (next[field].trim() !== '') judge(field, next)
    },
    /** The values to submit. Null if the box contains other values than the person entered. */
    async settle(): Promise<FormValues | null> {
      return (await readBox(false)) ? tidy(office365Fields) : null
    },
    choose(choice: Partial<Omit<FormValues, Office365Field>>) {
      const isOtherCredential = choice.credentialKind !== undefined || choice.certificate !== undefined
      change({ ...latest.current.values, ...(isOtherCredential && noSecrets), ...choice })
      setFaults(({ credentialKind: _, pem: __, password: ___, clientSecret, ...others }) => ({
        ...others,
        ...(clientSecret !== undefined && !isOtherCredential && { clientSecret }),
      }))
    },
    startOver() {
      change(initial)
      changeBox('')
      setFaults({})
      setNotes({})
      setReport(null)
    },
  }
}

export type ConfigurationForm = ReturnType<typeof useConfigurationForm>
