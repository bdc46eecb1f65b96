import type { Actor, Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { ReactNode } from 'react'
import classes from './diagnosis-panel.module.css'
import { Notice } from './notice.tsx'
import { TechnicalDetails } from './technical-details.tsx'

const texts = {
  nextSteps: 'Recommended next steps',
  actors: {
    'dashboard-admin': 'You can do this yourself.',
    'it-admin': 'Your Microsoft 365 IT admin has to do this.',
    developer: 'The developers of the sending program have to do this.',
    nobody: 'Nobody has to act now.',
  } satisfies Record<Actor, string>,
  withHelp: 'You can do this with the help of your IT admin.',
}

const describeActor = ({ actor, nextSteps }: Diagnosis): string =>
  actor === 'dashboard-admin' && nextSteps.some((step) => step.includes('IT admin'))
    ? texts.withHelp
    : texts.actors[actor]

interface DiagnosisPanelProps {
  diagnosis: Diagnosis
  actions?: ReactNode
  children?: ReactNode
  role?: 'alert' | 'status'
}

/** What happened, why, what to do next in which order, and who has to do it. */
export const DiagnosisPanel = ({ diagnosis, actions, children, role }: DiagnosisPanelProps) => (
  <Notice
    tone={diagnosis.actor === 'nobody' ? 'caution' : 'bad'}
    title={diagnosis.title}
    actions={actions}
    {...(role ? { role } : {})}
  >
    <p>{diagnosis.explanation}</p>
    {children}
    <div className={classes['steps']}>
      <p>
        <strong>{texts.nextSteps}.</strong> {describeActor(diagnosis)}
      </p>
      <ol>
        {diagnosis.nextSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
    <TechnicalDetails evidence={diagnosis.evidence} cause={diagnosis.cause} />
  </Notice>
)
