import { defaultCredentialKind } from '@office365-email/shared/credential'
import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import { restrictionTasks } from '@office365-email/shared/entra-setup/setup-tasks'
import type { Intake, IntakeRegistration, IntakeResult, PreparedIntake } from '@office365-email/shared/intake-link'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call } from '../../ground/api-client.ts'
import { isProblem } from '../../ground/api-problem.ts'
import { CheckList } from '../../ground/components/check-list.tsx'
import { DiagnosisReader } from '../../ground/components/diagnosis-panel.tsx'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { ProblemNotice } from '../../ground/components/problem-notice.tsx'
import { Section } from '../../ground/components/section.tsx'
import { Time } from '../../ground/components/time.tsx'
import { usePart } from '../../ground/create-part.ts'
import { isMounted, ownFile, place } from '../../ground/place.ts'
import { productName } from '../../ground/texts.ts'
import { useFocusOnArrival } from '../../ground/use-focus-on-arrival.ts'
import { useTokenOfFragment } from '../../ground/use-token-of-fragment.ts'
import { intakeQuery, intakeSharingQuestion } from '../intake-links/queries.ts'
import { intakeLinksTexts } from '../intake-links/texts.ts'
import { EntraWork } from '../office365/components/entra-work.tsx'
import { IntakeForm } from '../office365/components/intake-form.tsx'
import { RestrictWork } from '../office365/components/restrict-work.tsx'
import { TaskList } from '../office365/components/task-list.tsx'
import { emptyValues, type FormValues, submissionOf } from '../office365/form-values.ts'
import { intakeParts } from '../office365/intake-parts.ts'
import { readFacts, type SetupFacts } from '../office365/setup.ts'
import { answeredOnce, useAppSharing } from '../office365/use-app-sharing.ts'
import classes from './intake-page.module.css'

const texts = intakeLinksTexts.page

/** The form for a person without an account. The token is only in the memory of this page. */
export function IntakePage() {
  const token = useTokenOfFragment()
  return (
    <>
      {!isMounted() && (
        <header className={classes['header']}>
          <img src={ownFile('favicon.svg')} alt="" width={24} height={24} />
          {productName}
        </header>
      )}
      <main className={classes['main']}>
        <DiagnosisReader value="it-admin">
          {token === '' ? <DeadLink /> : <OpenLink key={token} token={token} />}
        </DiagnosisReader>
      </main>
    </>
  )
}

/** Also in the place of the form, if the link ends while a person fills it in. */
function DeadLink() {
  const notice = useFocusOnArrival()
  return (
    <Page title={texts.title}>
      <Notice tone="bad" role="alert" title={texts.dead} ref={notice}>
        <p>{texts.deadHelp}</p>
      </Notice>
    </Page>
  )
}

function OpenLink({ token }: { token: string }) {
  const queryClient = useQueryClient()
  const { data: intake, error, refetch } = useQuery(intakeQuery(token))
  const [entered, setEntered] = useState<SetupFacts | null>(null)
  const [handedIn, setHandedIn] = useState<IntakeResult | null>(null)
  const change = (changes: Partial<Intake>) =>
    queryClient.setQueryData(intakeQuery(token).queryKey, (before) => before && { ...before, ...changes })
  if (handedIn && intake && entered) return <HandedIn intake={intake} result={handedIn} facts={entered} />
  if (isProblem(error, 'not-found', 'invalid-request')) return <DeadLink />
  if (!intake)
    return (
      <Page title={texts.title}>
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <PageSkeleton />}
      </Page>
    )
  const { registration } = intake
  if (registration)
    return <Register intake={intake} registration={registration} entered={entered} token={token} onChecked={change} />
  return (
    <Fill
      intake={intake}
      token={token}
      onEntered={setEntered}
      onHandedIn={setHandedIn}
      onPrepared={change}
      onRefused={(refusal) => {
        // It ended, or the same values were submitted in another tab.
        if (isProblem(refusal, 'not-found')) void refetch()
        if (isProblem(refusal, 'microsoft-rejected-values')) change({ triesLeft: intake.triesLeft - 1 })
      }}
    />
  )
}

interface FillProps {
  intake: Intake
  token: string
  /** The facts contain no secret. */
  onEntered: (facts: SetupFacts) => void
  onHandedIn: (result: IntakeResult) => void
  onPrepared: (prepared: Pick<PreparedIntake, 'registration'>) => void
  onRefused: (error: Error) => void
}

const maxTries = 10

function Fill({ intake, token, onEntered, onHandedIn, onPrepared, onRefused }: FillProps) {
  const { bot, createdBy, expiresAt, triesLeft, cloud, credentialKind: kind = defaultCredentialKind } = intake
  const [initial] = useState<FormValues>({ ...emptyValues, cloud: cloud ?? 'global', credentialKind: kind })
  const [values, setValues] = useState(initial)
  const facts = readFacts(bot, { ...values, credentialKind: kind })
  const app = useAppSharing(facts.clientId === null ? null : intakeSharingQuestion(token, facts.clientId))
  // Loaded before Submit, so that the next step is there as soon as the values are accepted.
  usePart(intakeParts, kind !== 'client-secret')
  const submit = async (submitted: FormValues) => {
    const { verification: _, credential: __, ...entered } = submissionOf(submitted, 'required')
    if (kind === 'client-secret') {
      const { clientSecret } = submitted
      const result = await call(intakeLinkEndpoints.submitIntake, { body: { ...entered, clientSecret, token } })
      onEntered(readFacts(bot, submitted))
      onHandedIn(result)
    } else {
      const { registration } = await call(intakeLinkEndpoints.prepareIntake, { body: { ...entered, token } })
      onEntered(readFacts(bot, submitted))
      onPrepared({ registration })
    }
  }
  return (
    <Page
      title={texts.titleOf(bot.name)}
      intro={
        <>
          <p>{texts.intro[kind](createdBy)}</p>
          <p className="small quiet">
            {texts.until} <Time iso={expiresAt} />.
          </p>
          <nav aria-label={texts.steps}>
            <ol className={classes['contents']}>
              <Jump to="register">{texts.register}</Jump>
              <Jump to="values">{texts.values(kind)}</Jump>
              <Jump to="restrict">{texts.restrict}</Jump>
            </ol>
          </nav>
        </>
      }
    >
      <Part id="register" title={texts.register}>
        <EntraWork facts={facts} app={app} />
      </Part>
      <Section id="values" title={texts.values(kind)} intro={<p>{texts.valuesHelp}</p>}>
        {triesLeft < maxTries && <Notice tone="caution" role="status" title={texts.tries(triesLeft)} />}
        <IntakeForm
          initial={initial}
          help={texts.submitHelp}
          credentialHelp={kind === 'client-secret' ? null : texts.made[kind]}
          submit={submit}
          onChange={setValues}
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
        const part = place.root.getElementById(to)
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

interface RegisterProps {
  intake: Intake
  registration: IntakeRegistration
  /** Null if the page was opened again: the link shows no values. */
  entered: SetupFacts | null
  token: string
  onChecked: (checked: Pick<PreparedIntake, 'registration'>) => void
}

/** The values are submitted: what was made for them has to be registered in Entra. */
function Register({ intake, registration, entered, token, onChecked }: RegisterProps) {
  const { bot, createdBy, expiresAt } = intake
  const facts = entered ?? readFacts(bot, intake)
  const { code } = usePart(intakeParts, true)
  const app = useAppSharing(facts.clientId === null ? null : intakeSharingQuestion(token, facts.clientId))
  const notice = useFocusOnArrival()
  const kind = registration.credential.kind === 'certificate' ? 'certificate' : 'federated'
  const isAccepted = registration.credential.state === 'set'
  const check = async () => {
    const checked = await call(intakeLinkEndpoints.checkIntake, { body: { token } })
    onChecked({ registration: checked.registration })
    return checked
  }
  return (
    <Page title={texts.titleOf(bot.name)}>
      <Notice tone="good" role="status" title={isAccepted ? texts.doneTitle : texts.preparedTitle[kind]} ref={notice}>
        <p>
          {texts.preparedHelp(createdBy)} <Time iso={expiresAt} />.
        </p>
      </Notice>
      {code ? (
        <code.IntakeRegistration registration={registration} facts={facts} app={app} check={check} />
      ) : (
        <PageSkeleton />
      )}
      <Part id="restrict" title={texts.restrict}>
        <p>
          {texts.restrictLater} {entered ? texts.saveScript : texts.noScript(createdBy)}
        </p>
        {entered ? (
          <RestrictWork facts={entered} app={app} />
        ) : (
          <TaskList tasks={restrictionTasks} links={makeEntraLinks(facts)} />
        )}
      </Part>
    </Page>
  )
}

interface HandedInProps {
  intake: Intake
  result: IntakeResult
  facts: SetupFacts
}

function HandedIn({ intake: { bot, createdBy }, result, facts }: HandedInProps) {
  const notice = useFocusOnArrival()
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
