import { mailPaths } from '@office365-email/web/mail'
import { useId } from 'react'
import { NavLink, useLocation } from 'react-router'
import type { Bot } from './session.ts'

const framed = (botId: string) => `/bots/${botId}/settings/email`
const inCode = (botId: string) => mailPaths.emailSettings(botId)

function Links({ title, links }: { title: string; links: [to: string, label: string][] }) {
  const id = useId()
  return (
    <>
      <p id={id}>{title}</p>
      <ul aria-labelledby={id}>
        {links.map(([to, label]) => (
          <li key={to}>
            <NavLink to={to} end>
              {label}
            </NavLink>
          </li>
        ))}
      </ul>
    </>
  )
}

const SettingsOf = ({ botId }: { botId: string }) => (
  <div className="settings">
    <Links title="Settings" links={[[`/bots/${botId}/settings`, 'General']]} />
    <Links
      title="Email (in a frame)"
      links={[
        [framed(botId), 'Email settings'],
        [`${framed(botId)}/office365`, 'Office 365 setup'],
        [`/bots/${botId}/messages`, 'Messages'],
      ]}
    />
    <Links
      title="Email (in code)"
      links={[
        [inCode(botId), 'Email settings'],
        [`${inCode(botId)}/office365`, 'Office 365 setup'],
        [mailPaths.messages(botId), 'Messages'],
      ]}
    />
  </div>
)

/** The bot that the current page is about, whichever way shows it. */
const useCurrentBot = () => /\/bots\/([^/]+)/.exec(useLocation().pathname)?.[1]

export function Navigation({ bots }: { bots: Bot[] }) {
  const current = useCurrentBot()
  return (
    <nav aria-label="Main">
      <ul>
        <li>
          <NavLink to="/" end>
            Overview
          </NavLink>
        </li>
      </ul>
      <p id="bots">Bots</p>
      <ul aria-labelledby="bots">
        {bots.map(({ id, name }) => (
          <li key={id}>
            <NavLink to={`/bots/${id}`} end>
              {name}
            </NavLink>
            {id === current && <SettingsOf botId={id} />}
          </li>
        ))}
      </ul>
      <Links
        title="Help and log"
        links={[
          ['/troubleshooting', 'Email troubleshooting'],
          ['/audit', 'Audit'],
        ]}
      />
    </nav>
  )
}
