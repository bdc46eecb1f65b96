import { Button } from '@mantine/core'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../ground/api-client.ts'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { formatDate } from '../../../ground/format-time.ts'
import { useFocusOnArrival } from '../../../ground/use-focus-on-arrival.ts'
import { certificateFacts } from '../../credential-facts.ts'
import { registrationTexts } from '../registration-texts.ts'
import type { Setup } from '../setup.ts'
import { CertificateFiles } from './certificate-files.tsx'
import { CredentialFacts } from './credential-facts.tsx'
import classes from './credential-registration.module.css'
import { RegistrationScripts } from './registration-scripts.tsx'

const texts = registrationTexts

/** Asks to upload the certificate that will take the place of the current one. */
export function NextCertificate({ setup: { view, facts } }: { setup: Setup }) {
  const queryClient = useQueryClient()
  const { botId, credential } = view
  const { next } = credential
  const { expiresOn } = credential.sendsWith ?? credential
  const check = useMutation({
    mutationFn: () => call(configurationEndpoints.checkConfiguration, { params: { botId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['bots'] }),
  })
  if (!next?.thumbprint) return check.isSuccess ? <ChangedNotice /> : null
  const link = makeEntraLinks(facts).certificatesAndSecrets
  return (
    <Notice tone="caution" title={texts.next.title}>
      <p>{texts.next.help(formatDate(expiresOn ?? ''))}</p>
      <CertificateFiles botId={botId} thumbprint={next.thumbprint} which="next" />
      <p>
        {texts.register.portal.certificate}{' '}
        {link && (
          <>
            <a href={link} target="_blank" rel="noreferrer">
              {texts.register.open}
            </a>{' '}
            <span className="small">({texts.register.newTab})</span>
          </>
        )}
      </p>
      <CredentialFacts facts={certificateFacts(next)} />
      <RegistrationScripts credential={{ kind: 'certificate', ...next }} which="next" facts={facts} />
      <div className={classes['check']}>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {texts.register.check}
        </Button>
        <span role="status" className="small">
          {check.isSuccess && texts.next.notYet}
        </span>
      </div>
      {check.error && <ProblemNotice error={check.error} />}
    </Notice>
  )
}

const ChangedNotice = () => <Notice tone="good" role="status" title={texts.next.changed} ref={useFocusOnArrival()} />
