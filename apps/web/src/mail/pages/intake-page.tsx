import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import type { Intake, IntakeResult } from '@office365-email/shared/intake-link'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { call } from '../../ground/api-client.ts'
import { isProblem } from '../../ground/api-problem.ts'
import { basePath } from '../../ground/base-path.ts'
import { CheckList } from '../../ground/components/check-list.tsx'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { ProblemNotice } from '../../ground/components/problem-notice.tsx'
import { Section } from '../../ground/components/section.tsx'
import { Time } from '../../ground/components/time.tsx'
import { productName } from '../../ground/texts.ts'
import { useTokenOfFragment } from '../../ground/use-token-of-fragment.ts'
import { intakeQuery, intakeSharingQuestion } from '../intake-links/queries.ts'
import { intakeLinksTexts } from '../intake-links/texts.ts'
import { EntraWork } from '../office365/components/entra-work.tsx'
import { IntakeForm } from '../office365/components/intake-form.tsx'
import { RestrictWork } from '../office365/components/restrict-work.tsx'
import { emptyValues, type FormValues } from '../office365/form-values.ts'
import { readFacts, type SetupFacts } from '../office365/setup.ts'
import { answeredOnce, useAppSharing } from '../office365/use-app-sharing.ts'
import classes from './intake-page.module.css'

const texts = intakeLinksTexts.page

/** The form for a person without an account. The token is only in the memory of this page. */
export function IntakePage() {
  const token = useTokenOfFragment()
  return (
    <>
      <header className={classes['header']}>
        <img src={`${basePath}/favicon.svg`} alt="" width={24} height={24} />
        {productName}
      </header>
      <main className={classes['main']}>{token === '' ? <DeadLink /> : <OpenLink key={token} token={token} />}</main>
    </>
  )
}

const DeadLink = () => (
  <Page title={texts.title}>
    <Notice tone="bad" role="alert" title={texts.dead}>
      <p>{texts.deadHelp}</p>
    </Notice>
  </Page>
)

function OpenLink({ token }: { token: string }) {
  const queryClient = useQueryClient()
  const { data: intake, error, refetch } = useQuery(intakeQuery(token))
  const [gone, setGone] = useState(false)
  const [handedIn, setHandedIn] = useState<{ result: IntakeResult; facts: SetupFacts } | null>(null)
  if (handedIn && intake) return <HandedIn intake={intake} {...handedIn} />
  if (gone || isProblem(error, 'not-found', 'invalid-request')) return <DeadLink />
  if (!intake)
    return (
      <Page title={texts.title}>
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton />}
      </Page>
    )
  return (
    <Fill
      intake={intake}
      token={token}
      onSubmitted={(result, facts) => setHandedIn({ result, facts })}
      onRefused={(refusal) => {
        if (isProblem(refusal, 'not-found')) setGone(true)
        if (isProblem(refusal, 'microsoft-rejected-values'))
          queryClient.setQueryData(intakeQuery(token).queryKey, { ...intake, triesLeft: intake.triesLeft - 1 })
      }}
    />
  )
}

interface FillProps {
  intake: Intake
  token: string
  /** The facts contain no secret. */
  onSubmitted: (result: IntakeResult, facts: SetupFacts) => void
  onRefused: (error: Error) => void
}

const maxTries = 10

function Fill({ intake, token, onSubmitted, onRefused }: FillProps) {
  const { bot, createdBy, expiresAt, triesLeft, cloud } = intake
  const [values, setValues] = useState<FormValues>({ ...emptyValues, cloud: cloud ?? 'global' })
  const facts = readFacts(bot, values)
  const app = useAppSharing(facts.clientId === null ? null : intakeSharingQuestion(token, facts.clientId))
  return (
    <Page
      title={texts.titleOf(bot.name)}
      intro={
        <>
          <p>{texts.intro(createdBy)}</p>
          <p className="small quiet">
            {texts.until} <Time iso={expiresAt} />.
          </p>
          <nav aria-label={texts.steps}>
            <ol className={classes['contents']}>
              <Jump to="register">{texts.register}</Jump>
              <Jump to="values">{texts.values}</Jump>
              <Jump to="restrict">{texts.restrict}</Jump>
            </ol>
          </nav>
        </>
      }
    >
      <Part id="register" title={texts.register}>
        <EntraWork facts={facts} app={app} />
      </Part>
      <Section id="values" title={texts.values} intro={<p>{texts.valuesHelp}</p>}>
        {triesLeft < maxTries && <Notice tone="caution" role="status" title={texts.tries(triesLeft)} />}
        <IntakeForm
          cloud={cloud ?? 'global'}
          help={texts.submitHelp}
          submit={(submission) => call(intakeLinkEndpoints.submitIntake, { body: { ...submission, token } })}
          onChange={setValues}
          onSubmitted={(result) => onSubmitted(result, facts)}
          onRefused={onRefused}
        />
      </Section>
      <Part id="restrict" title={texts.restrict}>
        <RestrictWork facts={facts} app={app} />
      </Part>
    </Page>
  )
}

const Jump = ({ to, children }: { to: string; children: string }) => (
  <li>
    <a
      href={`#${to}`}
      onClick={(event) => {
        // On this page, the fragment of the address is the token.
        event.preventDefault()
        const part = document.getElementById(to)
        part?.scrollIntoView()
        part?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
      }}
    >
      {children}
    </a>
  </li>
)

const Part = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <div id={id} className={classes['part']}>
    <h2 tabIndex={-1}>{title}</h2>
    {children}
  </div>
)

interface HandedInProps {
  intake: Intake
  result: IntakeResult
  facts: SetupFacts
}

function HandedIn({ intake: { bot, createdBy }, result, facts }: HandedInProps) {
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => notice.current?.focus(), [])
  return (
    <Page title={texts.titleOf(bot.name)}>
      <Notice tone="good" role="status" title={texts.doneTitle} ref={notice}>
        <p>{texts.doneHelp(createdBy)}</p>
      </Notice>
      <CheckList checks={result.checks} label={texts.checks} />
      <Part id="restrict" title={texts.restrict}>
        <p>{texts.restrictLater}</p>
        <RestrictWork facts={facts} app={answeredOnce(result)} />
      </Part>
    </Page>
  )
}
