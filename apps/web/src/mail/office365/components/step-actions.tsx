import { Button } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import { mailPaths } from '../../paths.ts'
import type { Setup } from '../setup.ts'
import { isStepDone, setupSteps } from '../setup-steps.ts'
import { office365Texts } from '../texts.ts'
import classes from './step-actions.module.css'

const texts = office365Texts.steps

/** The end of a step that only a person can mark as done: continue to the next step, with or without doing this one. */
export function StepActions({ setup, slug }: { setup: Setup; slug: string }) {
  const { view, draft } = setup
  const navigate = useNavigate()
  const index = setupSteps.findIndex((step) => step.slug === slug)
  const step = setupSteps[index]
  const next = setupSteps[index + 1]
  if (!step || !next) return null
  const to = mailPaths.office365Step(view.botId, next.slug)
  const done = isStepDone(step, view, draft.doneSteps)
  return (
    <div className={classes['actions']}>
      <Button
        onClick={() => {
          if (!step.isDone(view)) draft.setDone(slug, true)
          void navigate(to)
        }}
      >
        {done ? texts.next(next.name) : texts.finish(next.name)}
      </Button>
      {!done && <Link to={to}>{texts.skip}</Link>}
      {done && !step.isDone(view) && (
        <Button variant="subtle" onClick={() => draft.setDone(slug, false)}>
          {texts.undone}
        </Button>
      )}
    </div>
  )
}
