import { type ReactNode, useState } from 'react'
import { Link, Outlet, useParams } from 'react-router'
import { useBot, useSession } from './session.ts'

/** The numbers of a real dashboard would come from its server. */
const numbers = [
  { id: 'orders', conversations: 1284, answered: '96 %', mails: 412 },
  { id: 'invoices', conversations: 637, answered: '91 %', mails: 288 },
  { id: 'returns', conversations: 205, answered: '88 %', mails: 74 },
]

const numbersOf = (botId: string) => numbers.find(({ id }) => id === botId)

/** Where the pages are that have no area of their own. */
export const Main = () => (
  <main>
    <Outlet />
  </main>
)

const Cards = ({ cards }: { cards: [label: string, value: ReactNode][] }) => (
  <dl className="cards">
    {cards.map(([label, value]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

export function Home() {
  const { user, bots } = useSession()
  const [search, setSearch] = useState('')
  const sum = (count: (botId: string) => number) =>
    bots.reduce((total, { id }) => total + count(id), 0).toLocaleString()
  const found = bots.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <>
      <title>Contoso CRM</title>
      <h1>Welcome, {user.name.split(' ')[0]}</h1>
      <p className="quiet">What your bots did today.</p>
      <Cards
        cards={[
          ['Bots', bots.length],
          ['Conversations', sum((id) => numbersOf(id)?.conversations ?? 0)],
          ['Mails', sum((id) => numbersOf(id)?.mails ?? 0)],
        ]}
      />
      <div className="panel">
        <label>
          Search
          <input type="search" name="search" value={search} onChange={(event) => setSearch(event.target.value)} />
        </label>
        <table>
          <thead>
            <tr>
              <th scope="col">Bot</th>
              <th scope="col">Conversations</th>
              <th scope="col">Answered</th>
            </tr>
          </thead>
          <tbody>
            {found.map(({ id, name }) => (
              <tr key={id}>
                <td>
                  <Link to={`/bots/${id}`}>{name}</Link>
                </td>
                <td>{numbersOf(id)?.conversations.toLocaleString()}</td>
                <td>{numbersOf(id)?.answered}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

export const NotFound = () => (
  <>
    <title>Page not found · Contoso CRM</title>
    <h1>Page not found</h1>
    <p>The address is mistyped, or you have no access to this bot.</p>
  </>
)

export function BotPage() {
  const bot = useBot(useParams()['botId'])
  if (!bot) return <NotFound />
  const found = numbersOf(bot.id)
  return (
    <>
      <title>{`${bot.name} · Contoso CRM`}</title>
      <h1>{bot.name}</h1>
      <Cards
        cards={[
          ['Conversations', found?.conversations.toLocaleString()],
          ['Answered', found?.answered],
          ['Mails', found?.mails],
        ]}
      />
      <p>
        <Link to={`/bots/${bot.id}/settings`}>Settings of this bot</Link>
      </p>
    </>
  )
}

export function BotSettings() {
  const bot = useBot(useParams()['botId'])
  if (!bot) return <NotFound />
  return (
    <>
      <title>{`Settings · ${bot.name} · Contoso CRM`}</title>
      <h1>Settings of {bot.name}</h1>
      <div className="panel">
        <dl>
          <dt>Name</dt>
          <dd>{bot.name}</dd>
          <dt>ID</dt>
          <dd>{bot.id}</dd>
          <dt>Channels</dt>
          <dd>Web chat, email</dd>
        </dl>
        <p>
          <Link to={`/bots/${bot.id}/settings/email`}>Email settings</Link>
        </p>
      </div>
    </>
  )
}

export const SignedOut = () => (
  <main className="alone">
    <title>Signed out · Contoso CRM</title>
    <img src="/logo.svg" alt="" width={48} height={48} />
    <h1>Contoso CRM</h1>
    <p>You are signed out.</p>
    <p>
      <a className="button" href="/sign-in">
        Sign in
      </a>
    </p>
  </main>
)
