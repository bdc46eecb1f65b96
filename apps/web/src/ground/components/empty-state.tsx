import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

export const EmptyState = ({ title, help, action }: { title: string; help: string; action?: ReactNode }) => (
  <div className={classes['empty']}>
    <h2>{title}</h2>
    <p>{help}</p>
    {action}
  </div>
)
