import { Tabs as MantineTabs } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './tabs.module.css'

interface TabsProps {
  label: string
  tabs: ReadonlyArray<{ name: string; content: ReactNode }>
}

export const Tabs = ({ label, tabs }: TabsProps) => (
  // Mantine's own style sheet, for tabs of every kind, would weigh on the first load of each page.
  <MantineTabs unstyled classNames={classes} defaultValue="0" keepMounted={false}>
    <MantineTabs.List aria-label={label}>
      {tabs.map(({ name }, index) => (
        // Values become part of an ID, which takes no space.
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
