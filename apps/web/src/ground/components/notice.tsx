import type { ReactNode, Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'
import classes from './notice.module.css'

interface NoticeProps {
  tone: 'info' | 'good' | 'caution' | 'bad'
  title: string
  children?: ReactNode
  /** Buttons or links. */
  actions?: ReactNode
  /** A screen reader reads `alert` immediately, `status` when it pauses. */
  role?: 'alert' | 'status'
  ref?: Ref<HTMLDivElement>
}

const icons: Record<NoticeProps['tone'], IconName> = { info: 'info', good: 'good', caution: 'caution', bad: 'bad' }

export const Notice = ({ tone, title, children, actions, role, ref }: NoticeProps) => (
  <div className={classes['notice']} data-tone={tone} role={role} ref={ref} tabIndex={ref ? -1 : undefined}>
    <span className={classes['icon']}>
      <Icon name={icons[tone]} />
    </span>
    <div className={classes['body']}>
      <p className={classes['title']}>{title}</p>
      {children}
      {actions && <div className={classes['actions']}>{actions}</div>}
    </div>
  </div>
)
