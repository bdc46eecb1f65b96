import { Input } from '@mantine/core'
import { useState } from 'react'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { usePart } from '../../../ground/create-part.ts'
import { credentialParts } from '../credential-parts.ts'
import { formTexts } from '../form-texts.ts'
import type { ConfigurationForm } from '../use-configuration-form.ts'
import { fieldId } from './office365-field.tsx'

const texts = formTexts.configuration

/** How the app signs in, and the other ways behind it. */
export function CredentialDisclosure({ form }: { form: ConfigurationForm }) {
  const { values, faults } = form
  const [isOpened, setOpened] = useState(false)
  const { code } = usePart(credentialParts, isOpened)
  const { credentialKind: kind, cloud } = values
  const id = fieldId('credentialKind')
  const errorId = `${id}-error`
  return (
    // biome-ignore lint/a11y/useSemanticElements: what is inside is a fieldset of its own
    <div
      id={id}
      role="group"
      tabIndex={-1}
      aria-label={texts.credentialFields.credentialKind}
      aria-describedby={faults.credentialKind && errorId}
    >
      <Disclosure summary={texts.signsIn(kind)} onOpen={() => setOpened(true)}>
        {code && (
          <code.CredentialChoice
            kind={kind}
            cloud={cloud}
            onChange={(credentialKind) => form.choose({ credentialKind })}
          />
        )}
      </Disclosure>
      {faults.credentialKind && <Input.Error id={errorId}>{faults.credentialKind}</Input.Error>}
    </div>
  )
}

/** What takes the place of the client secret. */
export function CredentialFields({ form, kept }: { form: ConfigurationForm; kept: string | null }) {
  const { code } = usePart(credentialParts, true)
  if (!code) return null
  return form.values.credentialKind === 'certificate' ? (
    <code.CertificateFields form={form} kept={kept} />
  ) : (
    <code.FederatedHelp />
  )
}
