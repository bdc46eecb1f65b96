import type { Role } from '@office365-email/shared/session'
import { NavLink } from 'react-router'
import { mailPaths } from '../../mail/paths.ts'
import { mailTexts } from '../../mail/texts.ts'
import { shellPaths } from '../paths.ts'
import { appTexts } from '../texts.ts'
import classes from './navigation.module.css'

/** Links that do not belong to one bot. */
export const CommonNavigation = ({ role }: { role: Role }) => (
  <ul className={`${classes['list']} ${classes['common']}`}>
    <li>
      <NavLink to={mailPaths.troubleshooting()}>{mailTexts.troubleshooting}</NavLink>
    </li>
    {role === 'owner' && (
      <li>
        <NavLink to={mailPaths.alerts()}>{mailTexts.alerts}</NavLink>
      </li>
    )}
    <li>
      <NavLink to={shellPaths.serviceKeys()}>{appTexts.serviceKeys}</NavLink>
    </li>
    {role === 'owner' && (
      <li>
        <NavLink to={shellPaths.people()}>{appTexts.people}</NavLink>
      </li>
    )}
    <li>
      <NavLink to={shellPaths.audit()}>{appTexts.audit}</NavLink>
    </li>
  </ul>
)
