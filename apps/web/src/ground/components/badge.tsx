import classes from './badge.module.css'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'good' | 'caution' | 'bad' | 'calm'

interface BadgeProps {
  tone: Tone
  icon?: IconName
  children: string
}

export const Badge = ({ tone, icon = tone, children }: BadgeProps) => (
  <span className={classes['badge']} data-tone={tone}>
    <Icon name={icon} size={14} />
    {children}
  </span>
)
