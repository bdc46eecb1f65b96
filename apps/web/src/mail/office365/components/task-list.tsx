import { VisuallyHidden } from '@mantine/core'
import type { EntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import type { SetupTask } from '@office365-email/shared/entra-setup/setup-tasks'
import { Icon } from '../../../ground/components/icon.tsx'
import { stepTexts } from '../step-texts.ts'
import classes from './task-list.module.css'

const texts = stepTexts.tasks

interface TaskListProps {
  tasks: readonly SetupTask[]
  links: EntraLinks
  /** Whether all tasks are done in this order, rather than one of them. */
  numbered?: boolean
}

/** Tasks in Microsoft 365: the steps, common mistakes, who does them, and how to verify the result. */
export const TaskList = ({ tasks, links, numbered = false }: TaskListProps) => (
  <ol className={classes['list']} data-numbered={numbered}>
    {tasks.map((task) => {
      const url = task.link && links[task.link]
      return (
        <li key={task.id} className={classes['task']}>
          <div className={classes['head']}>
            <h3>{task.title}</h3>
            {url && (
              <a href={url} target="_blank" rel="noreferrer" className="small">
                {texts.open}
                <VisuallyHidden>
                  : {task.title} ({texts.newTab})
                </VisuallyHidden>
              </a>
            )}
          </div>
          <ol className={classes['steps']}>
            {task.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {task.traps.length > 0 && (
            <ul className={classes['traps']} aria-label={texts.traps}>
              {task.traps.map((trap) => (
                <li key={trap}>
                  <Icon name="caution" />
                  <span>{trap}</span>
                </li>
              ))}
            </ul>
          )}
          <dl className={classes['facts']}>
            <dt>{texts.who}</dt>
            <dd>{task.who}</dd>
            <dt>{texts.outcome}</dt>
            <dd>{task.outcome}</dd>
            <dt>{texts.takes}</dt>
            <dd>{task.takes}</dd>
            <dt>{texts.proof}</dt>
            <dd>{task.proof}</dd>
          </dl>
        </li>
      )
    })}
  </ol>
)
