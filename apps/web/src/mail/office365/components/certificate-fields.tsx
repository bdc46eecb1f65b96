import { Input, NativeSelect, PasswordInput } from '@mantine/core'
import { certificateMonths, credentialLabels } from '@office365-email/shared/credential'
import { useId } from 'react'
import { newSecret } from '../../../ground/not-a-sign-in.ts'
import { labelOf } from '../find-faults.ts'
import { chosenCertificate } from '../form-values.ts'
import { registrationTexts } from '../registration-texts.ts'
import { office365Texts } from '../texts.ts'
import type { ConfigurationForm } from '../use-configuration-form.ts'
import classes from './certificate-fields.module.css'
import { ChoiceOption } from './choice-option.tsx'
import choiceClasses from './credential-choice.module.css'
import { fieldId } from './office365-field.tsx'

const texts = registrationTexts.certificate

const months = Array.from({ length: certificateMonths.longest }, (_, index) => index + certificateMonths.shortest)

interface CertificateFieldsProps {
  form: ConfigurationForm
  /** The thumbprint of the certificate that can be kept; null if there is none. */
  kept: string | null
}

/** In place of the field for the client secret, so that no one looks for one. */
export const FederatedHelp = () => (
  <Input.Wrapper labelElement="div" label={credentialLabels.federated} description={registrationTexts.federatedHelp} />
)

/** Which certificate signs in, in place of the field for the client secret. */
export function CertificateFields({ form, kept }: CertificateFieldsProps) {
  const id = useId()
  const chosen = chosenCertificate(form.values, kept !== null)
  const options = [
    ...(kept === null ? [] : [{ value: 'saved', name: texts.saved, help: texts.savedHelp(kept) } as const]),
    { value: 'made', name: texts.made, help: texts.madeHelp } as const,
    { value: 'own', name: texts.own, help: texts.ownHelp } as const,
  ]
  const fieldsOf = { saved: null, made: <Validity form={form} />, own: <OwnCertificate form={form} /> }
  return (
    <fieldset className={`${choiceClasses['choice']} ${classes['certificate']}`}>
      <legend>{credentialLabels.certificate}</legend>
      {options.map(({ value, name, help }) => (
        <ChoiceOption
          key={value}
          group={id}
          name={name}
          help={help}
          checked={value === chosen}
          onChoose={() => form.choose({ certificate: value })}
        >
          {fieldsOf[value]}
        </ChoiceOption>
      ))}
    </fieldset>
  )
}

const Validity = ({ form }: { form: ConfigurationForm }) => (
  <NativeSelect
    id={fieldId('validMonths')}
    className={classes['months'] ?? ''}
    label={labelOf('validMonths')}
    value={String(form.values.validMonths)}
    error={form.faults.validMonths}
    data={months.map((count) => ({ value: String(count), label: texts.months(count) }))}
    onChange={(event) => form.choose({ certificate: 'made', validMonths: Number(event.currentTarget.value) })}
  />
)

/** Fields for what is as secret as a client secret. Nothing keeps it but this form, until it is submitted. */
function OwnCertificate({ form }: { form: ConfigurationForm }) {
  const { values, faults } = form
  const id = fieldId('pem')
  return (
    <>
      <Input.Wrapper id={id} label={labelOf('pem')} description={texts.pemHelp} error={faults.pem}>
        <Input
          {...newSecret}
          component="textarea"
          id={id}
          aria-describedby={`${id}-description${faults.pem ? ` ${id}-error` : ''}`}
          aria-invalid={faults.pem !== undefined}
          error={faults.pem !== undefined}
          multiline
          rows={4}
          required
          classNames={{ input: classes['pem'] ?? '' }}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={values.pem}
          onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => form.choose({ pem: event.currentTarget.value })}
        />
      </Input.Wrapper>
      <PasswordInput
        {...newSecret}
        id={fieldId('password')}
        label={labelOf('password')}
        description={texts.passwordHelp}
        error={faults.password}
        aria-invalid={faults.password !== undefined}
        value={values.password}
        autoCapitalize="none"
        spellCheck={false}
        visibilityToggleButtonProps={{ 'aria-label': office365Texts.configuration.reveal, tabIndex: 0 }}
        onChange={(event) => form.choose({ password: event.currentTarget.value })}
      />
    </>
  )
}
