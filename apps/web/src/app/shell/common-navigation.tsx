import type { Role } from '@office365-email/shared/session'
import { NavLink } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { appTexts } from '../texts.ts'
import classes from './navigation.module.css'

/** What belongs to no single bot. */
export const CommonNavigation = ({ role }: { role: Role }) => (
  <ul className={`${classes['list']} ${classes['common']}`}>
    <li>
      <NavLink to={paths.troubleshooting()}>{appTexts.troubleshooting}</NavLink>
    </li>
    <li>
      <NavLink to={paths.serviceKeys()}>{appTexts.serviceKeys}</NavLink>
    </li>
    {role === 'owner' && (
      <li>
        <NavLink to={paths.people()}>{appTexts.people}</NavLink>
      </li>
    )}
    <li>
      <NavLink to={paths.audit()}>{appTexts.audit}</NavLink>
    </li>
  </ul>
)
