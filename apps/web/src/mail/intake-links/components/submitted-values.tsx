import { Button } from '@mantine/core'
import type { CredentialView } from '@office365-email/shared/credential'
import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import type { IntakeLinkView, IntakeSubmission } from '@office365-email/shared/intake-link'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { office365FieldLabels, office365Fields } from '@office365-email/shared/office365-fields'
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
  const { submitted, credentialKind = 'client-secret' } = link
  if (!submitted) return null
  const diagnosis = approve.error instanceof ApiProblem ? approve.error.document.diagnosis : undefined
  return (
    <Section title={mailTexts.waiting} intro={<p>{texts.help[credentialKind]}</p>}>
      <div className={classes['waiting']}>
        <ValueList submitted={submitted} />
        <CheckList checks={submitted.checks} label={texts.checks} credential={texts.kinds[credentialKind]} />
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
    {office365Fields.map(
      (field) =>
        (field !== 'clientSecret' || !submitted.credential) && (
          <Fragment key={field}>
            <dt>{office365FieldLabels[field]}</dt>
            <dd>{field === 'clientSecret' ? texts.secret : <code>{submitted[field]}</code>}</dd>
          </Fragment>
        ),
    )}
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
function CredentialRows({
  credential: { kind, state, thumbprint, expiresOn, federation },
}: {
  credential: CredentialView
}) {
  const codes = [
    [texts.thumbprint, thumbprint],
    [texts.issuer, federation?.issuer],
    [texts.subject, federation?.subject],
    [texts.audience, federation?.audience],
  ] as const
  return (
    <>
      <dt>{texts.signsIn}</dt>
      <dd>{texts.kinds[kind]}</dd>
      {codes.map(
        ([name, value]) =>
          value && (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </Fragment>
          ),
      )}
      {expiresOn && (
        <>
          <dt>{texts.validUntil}</dt>
          <dd>{formatDate(expiresOn)}</dd>
        </>
      )}
      <dt>{texts.inEntra}</dt>
      <dd>{state === 'set' ? texts.accepted : texts.notAccepted}</dd>
    </>
  )
}
