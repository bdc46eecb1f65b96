import { NavLink } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { appTexts } from '../texts.ts'
import classes from './navigation.module.css'

export const Navigation = ({ botId }: { botId: string | null }) => (
  <ul className={classes['list']}>
    {botId && (
      <>
        <li>
          <NavLink to={paths.messages(botId)}>{appTexts.messages}</NavLink>
        </li>
        <li>
          <NavLink to={paths.settings(botId)} end>
            {appTexts.settings}
          </NavLink>
          <ul>
            <li>
              <NavLink to={paths.emailSettings(botId)} end>
                {appTexts.emailSettings}
              </NavLink>
              <ul>
                <li>
                  <NavLink to={paths.office365(botId)}>{appTexts.office365}</NavLink>
                </li>
              </ul>
            </li>
          </ul>
        </li>
      </>
    )}
  </ul>
)
