import { itAdminActions } from '@office365-email/shared/diagnosis/actions'
import type { Actor, DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'
import { createContext, type ReactNode, use } from 'react'
import { forItAdmin } from '../for-it-admin.ts'
import classes from './diagnosis-panel.module.css'
import { Notice } from './notice.tsx'
import { TechnicalDetails } from './technical-details.tsx'

const texts = {
  nextSteps: 'Recommended next steps',
  actors: {
    'dashboard-admin': 'You can do this yourself.',
    'it-admin': 'Your Microsoft 365 IT admin has to do this.',
    developer: 'The developers of the sending program have to do this.',
    nobody: 'No one has to act now.',
  } satisfies Record<Actor, string>,
  operator: 'The operator of this server has to do this.',
  withHelp: 'You can do this with the help of your IT admin.',
  inMicrosoft365: 'You have to do this in Microsoft 365.',
}

/** Who reads the diagnoses of a page. */
export const DiagnosisReader = createContext<'dashboard-admin' | 'it-admin'>('dashboard-admin')

function describeActor({ actor, actions }: DiagnosisView, isForItAdmin: boolean): string {
  if (isForItAdmin && actor === 'it-admin') return texts.inMicrosoft365
  if (actor !== 'dashboard-admin') return texts.actors[actor]
  if (actions[0] === 'ask-operator') return texts.operator
  return !isForItAdmin && actions.some((action) => itAdminActions.has(action)) ? texts.withHelp : texts.actors[actor]
}

interface DiagnosisPanelProps {
  diagnosis: DiagnosisView
  actions?: ReactNode
  children?: ReactNode
  role?: 'alert' | 'status'
}

/** What happened, why, the next steps in order, and who has to act. */
export function DiagnosisPanel({ diagnosis, actions, children, role }: DiagnosisPanelProps) {
  const isForItAdmin = use(DiagnosisReader) === 'it-admin'
  const { title, explanation, nextSteps } = isForItAdmin ? forItAdmin(diagnosis) : diagnosis
  return (
    <Notice
      tone={diagnosis.actor === 'nobody' ? 'caution' : 'bad'}
      title={title}
      actions={actions}
      {...(role ? { role } : {})}
    >
      <p>{explanation}</p>
      {children}
      <div className={classes['steps']}>
        <p>
          <strong>{texts.nextSteps}.</strong> {describeActor(diagnosis, isForItAdmin)}
        </p>
        <ol>
          {nextSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      <TechnicalDetails diagnosis={diagnosis} />
    </Notice>
  )
}
