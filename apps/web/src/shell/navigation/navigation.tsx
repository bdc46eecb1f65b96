import { NavLink } from 'react-router'
import { mailPaths } from '../../mail/paths.ts'
import { mailTexts } from '../../mail/texts.ts'
import { shellPaths } from '../paths.ts'
import classes from './navigation.module.css'

export const Navigation = ({ botId }: { botId: string | null }) => (
  <ul className={classes['list']}>
    {botId && (
      <>
        <li>
          <NavLink to={mailPaths.messages(botId)}>{mailTexts.messages}</NavLink>
        </li>
        <li>
          <NavLink to={shellPaths.settings(botId)} end>
            {mailTexts.settings}
          </NavLink>
          <ul>
            <li>
              <NavLink to={mailPaths.emailSettings(botId)} end>
                {mailTexts.emailSettings}
              </NavLink>
              <ul>
                <li>
                  <NavLink to={mailPaths.office365(botId)}>{mailTexts.office365}</NavLink>
                </li>
              </ul>
            </li>
          </ul>
        </li>
      </>
    )}
  </ul>
)
