import { type ReactNode, useId } from 'react'
import classes from './choice-option.module.css'

interface ChoiceOptionProps {
  /** The same for all options of a choice. */
  group: string
  name: string
  help: string
  checked: boolean
  onChoose: () => void
  /** What this option asks for, once it is chosen. */
  children?: ReactNode
}

/** One option of a choice, and what it means. */
export function ChoiceOption({ group, name, help, checked, onChoose, children }: ChoiceOptionProps) {
  const id = useId()
  return (
    <div className={classes['option']}>
      <label>
        <input type="radio" name={group} checked={checked} onChange={onChoose} aria-describedby={id} />
        {name}
      </label>
      <p id={id} className="small quiet">
        {help}
      </p>
      {checked && children && <div className={classes['details']}>{children}</div>}
    </div>
  )
}
