import { DelayedSkeleton } from '../../../components/delayed-skeleton.tsx'
import classes from './scripts.module.css'

const lines = [
  { id: 'choice', width: '20rem', height: '4rem' },
  { id: 'shells', width: '12rem', height: '2rem' },
  { id: 'script', width: '100%', height: '24rem' },
]

/** As high as what comes, so that nothing below it moves. */
export const ScriptSkeleton = () => (
  <div className={classes['waiting']}>
    <DelayedSkeleton lines={lines} />
  </div>
)
