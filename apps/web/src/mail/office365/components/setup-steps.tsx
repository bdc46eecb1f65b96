import { NavLink } from 'react-router'
import { Icon } from '../../../ground/components/icon.tsx'
import { mailPaths } from '../../paths.ts'
import type { Setup } from '../setup.ts'
import { isStepDone, setupSteps } from '../setup-steps.ts'
import { office365Texts } from '../texts.ts'
import classes from './setup-steps.module.css'

export const SetupSteps = ({ setup: { view, draft } }: { setup: Setup }) => (
  <nav aria-label={office365Texts.steps.label}>
    <ol className={classes['steps']}>
      {setupSteps.map((step, index) => {
        const done = isStepDone(step, view, draft.doneSteps)
        return (
          <li key={step.slug} data-done={done}>
            <NavLink
              to={mailPaths.office365Step(view.botId, step.slug)}
              end
              className={classes['step'] ?? ''}
              aria-label={done ? `${step.name}, ${office365Texts.steps.done}` : undefined}
            >
              {step.name}
              <span className={classes['mark']} aria-hidden="true">
                {done ? <Icon name="check" size={14} /> : index + 1}
              </span>
            </NavLink>
          </li>
        )
      })}
    </ol>
  </nav>
)
