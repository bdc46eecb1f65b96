import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import classes from './tabs.module.css'

interface Tab {
  name: string
  content: ReactNode
}

interface TabsProps {
  label: string
  tabs: readonly Tab[]
}

const moves: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** The ARIA pattern: arrows choose among the tabs, and Tab goes on to what the chosen one shows. */
export function Tabs({ label, tabs }: TabsProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(0)
  const move = (event: KeyboardEvent) => {
    const next = moves[event.key]?.(chosen, tabs.length)
    if (next === undefined) return
    event.preventDefault()
    setChosen(next)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }
  return (
    <div className={classes['tabs']}>
      <div ref={list} role="tablist" aria-label={label} className={classes['list']} onKeyDown={move}>
        {tabs.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-tab-${index}`}
            aria-selected={index === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={index === chosen ? 0 : -1}
            className={classes['tab']}
            onClick={() => setChosen(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <div
        key={chosen}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-tab-${chosen}`}
        className={classes['panel']}
      >
        {tabs[chosen]?.content}
      </div>
    </div>
  )
}
