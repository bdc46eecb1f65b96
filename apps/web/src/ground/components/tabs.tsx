import { Tabs as MantineTabs } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './tabs.module.css'

interface TabsProps {
  label: string
  tabs: ReadonlyArray<{ name: string; content: ReactNode }>
}

export const Tabs = ({ label, tabs }: TabsProps) => (
  // Mantine's style sheet for all kinds of tabs would slow down the first load of every page.
  <MantineTabs unstyled classNames={classes} defaultValue="0" keepMounted={false}>
    <MantineTabs.List aria-label={label}>
      {tabs.map(({ name }, index) => (
        // The value becomes part of an ID, which must not contain a space.
        <MantineTabs.Tab key={name} value={`${index}`}>
          {name}
        </MantineTabs.Tab>
      ))}
    </MantineTabs.List>
    {tabs.map(({ name, content }, index) => (
      <MantineTabs.Panel key={name} value={`${index}`}>
        {content}
      </MantineTabs.Panel>
    ))}
  </MantineTabs>
)
