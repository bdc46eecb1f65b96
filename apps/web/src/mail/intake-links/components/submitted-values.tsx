import { Button } from '@mantine/core'
import { type CredentialView, defaultCredentialKind } from '@office365-email/shared/credential'
import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import type { IntakeLinkView, IntakeSubmission } from '@office365-email/shared/intake-link'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { listFields, office365FieldLabels } from '@office365-email/shared/office365-fields'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Link } from 'react-router'
import { call } from '../../../ground/api-client.ts'
import { ApiProblem } from '../../../ground/api-problem.ts'
import { CheckList } from '../../../ground/components/check-list.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { formatDate } from '../../../ground/format-time.ts'
import { listCredentialFacts } from '../../credential-facts.ts'
import { mailPaths } from '../../paths.ts'
import { mailTexts } from '../../texts.ts'
import { intakeLinksTexts } from '../texts.ts'
import { RevokeLink } from './intake-link-list.tsx'
import classes from './intake-links.module.css'

const texts = intakeLinksTexts.waiting

interface SubmittedValuesProps {
  view: ConfigurationView
  link: IntakeLinkView
  onApproved: (view: ConfigurationView) => void
}

/** The values that were entered through a link, except the secret, to be approved or revoked. */
export function SubmittedValues({ view, link, onApproved }: SubmittedValuesProps) {
  const queryClient = useQueryClient()
  const approve = useMutation({
    mutationFn: () =>
      call(intakeLinkEndpoints.approveIntakeLink, { params: { botId: view.botId, intakeLinkId: link.id } }),
    onSuccess: (approved) => {
      onApproved(approved)
      return queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
  const { submitted, credentialKind = defaultCredentialKind } = link
  if (!submitted) return null
  const diagnosis = approve.error instanceof ApiProblem ? approve.error.document.diagnosis : undefined
  return (
    <Section title={mailTexts.waiting} intro={<p>{texts.help[credentialKind]}</p>}>
      <div className={classes['waiting']}>
        <ValueList submitted={submitted} />
        <CheckList checks={submitted.checks} label={texts.checks} credential={credentialKind} />
        {view.state === 'locked' && (
          <Notice
            tone="caution"
            title={texts.lockedTitle}
            actions={<Link to={mailPaths.office365(view.botId)}>{texts.toConfiguration}</Link>}
          >
            <p>{texts.lockedHelp}</p>
          </Notice>
        )}
        {diagnosis && <DiagnosisPanel diagnosis={diagnosis} role="alert" />}
        {approve.error && !diagnosis && <ProblemNotice error={approve.error} />}
        <div className={classes['row']}>
          {view.state !== 'locked' && (
            <Button loading={approve.isPending} onClick={() => approve.mutate()}>
              {texts.approve}
            </Button>
          )}
          <RevokeLink botId={view.botId} id={link.id} label={intakeLinksTexts.revoke} />
        </div>
        {view.state !== 'locked' && <p className="small quiet">{texts.approveHelp}</p>}
      </div>
    </Section>
  )
}

const ValueList = ({ submitted }: { submitted: IntakeSubmission }) => (
  <dl className={classes['values']}>
    {listFields(submitted.credential?.kind ?? defaultCredentialKind).map((field) => (
      <Fragment key={field}>
        <dt>{office365FieldLabels[field]}</dt>
        <dd>{field === 'clientSecret' ? texts.secret : <code>{submitted[field]}</code>}</dd>
      </Fragment>
    ))}
    {submitted.credential ? (
      <CredentialRows credential={submitted.credential} />
    ) : (
      <>
        <dt>{texts.expires}</dt>
        <dd>{submitted.secretExpiresOn ? formatDate(submitted.secretExpiresOn) : texts.noDate}</dd>
      </>
    )}
    <dt>{texts.cloud}</dt>
    <dd>{nationalClouds[submitted.cloud].label}</dd>
    <dt>{texts.received}</dt>
    <dd>
      <Time iso={submitted.at} />
    </dd>
  </dl>
)

/** What this server made, which the admin can compare with Entra. */
const CredentialRows = ({ credential }: { credential: CredentialView }) => (
  <>
    {listCredentialFacts(credential).map(({ name, value, isCode }) => (
      <Fragment key={name}>
        <dt>{name}</dt>
        <dd>{isCode ? <code>{value}</code> : value}</dd>
      </Fragment>
    ))}
    <dt>{texts.inEntra}</dt>
    <dd>{credential.state === 'set' ? texts.accepted : texts.notAccepted}</dd>
  </>
)
