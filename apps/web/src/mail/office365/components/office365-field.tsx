import { PasswordInput, TextInput } from '@mantine/core'
import { type Office365Field as Field, office365FieldLabels } from '@office365-email/shared/office365-fields'
import type { ReactNode } from 'react'
import { newSecret, noUserName } from '../../../ground/not-a-sign-in.ts'
import { focusElement } from '../../../ground/place.ts'
import type { FormField } from '../find-faults.ts'
import { fieldHelp, office365Texts } from '../texts.ts'
import classes from './office365-field.module.css'

interface Office365FieldProps {
  field: Field
  value: string
  fault?: string | undefined
  note?: ReactNode
  /** What was removed from the value that was entered. */
  removed?: string | undefined
  disabled?: boolean
  required?: boolean
  onEnter?: (text: string, pasted: boolean) => void
  /** Returns true if it has handled the text: then the browser does not insert the text. */
  onPaste?: (text: string) => boolean
  onLeave?: () => void
}

export const fieldId = (field: FormField): string => `office365-${field}`
export const focusField = (field: FormField): void => focusElement(fieldId(field))

export const isPaste = (event: Event) => event instanceof InputEvent && /^insertFrom(Paste|Drop)$/.test(event.inputType)

/** One of the five values. The form label contains only the name; help, note, and error are descriptions. */
export function Office365Field(props: Office365FieldProps) {
  const { field, value, fault, note, removed, disabled = false, required = true, onEnter, onPaste, onLeave } = props
  // A locked value needs no help text.
  const help = disabled ? null : fieldHelp[field]
  const shared = {
    id: fieldId(field),
    name: field,
    label: office365FieldLabels[field],
    description: (help || note) && (
      <>
        {help}
        {note && <span className={classes['note']}>{note}</span>}
        {!disabled && (
          <span role="status" className={classes['note']}>
            {removed}
          </span>
        )}
      </>
    ),
    error: fault,
    value,
    disabled,
    required,
    withAsterisk: false,
    autoCapitalize: 'none',
    spellCheck: false,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onEnter?.(event.currentTarget.value, isPaste(event.nativeEvent)),
    onPaste: (event: React.ClipboardEvent) => {
      if (onPaste?.(event.clipboardData.getData('text'))) event.preventDefault()
    },
    onBlur: () => onLeave?.(),
  }
  if (field === 'clientSecret')
    return (
      <PasswordInput
        {...shared}
        {...newSecret}
        aria-invalid={Boolean(props.fault)}
        className={classes['secret'] ?? ''}
        {...(disabled ? { visible: false } : {})}
        visibilityToggleButtonProps={{
          'aria-label': office365Texts.configuration.reveal,
          tabIndex: 0,
          disabled,
        }}
      />
    )
  return (
    <TextInput
      {...shared}
      {...noUserName}
      className={classes[field === 'userEmail' ? 'address' : 'guid'] ?? ''}
      inputMode={field === 'userEmail' ? 'email' : 'text'}
    />
  )
}
