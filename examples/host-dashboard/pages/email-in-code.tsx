import { mailRoutes } from '@office365-email/web/mail'
import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useColorScheme } from './color-scheme.ts'
import { getJson, useBot, useSession } from './session.ts'

interface Activity {
  activity: { id: string; at: string; who: string; action: string }[]
}

const words = (action: string) => action.replaceAll(/[.-]/g, ' ').replace('office365', 'Office 365')

/** Renders inside the mail pages, with this dashboard's own query client. */
function LatestActivity({ botId, botName }: { botId: string; botName: string }) {
  const { data } = useQuery({
    queryKey: ['activity', botId],
    queryFn: () => getJson<Activity>(`/host/bots/${botId}/activity`),
    // After each visit, because the set-up above changes it.
    staleTime: 0,
  })
  if (!data) return null
  if (data.activity.length === 0) return <p>Nothing happened yet.</p>
  return (
    <ul aria-label={`Activity of ${botName}`}>
      {data.activity.map(({ id, at, who, action }) => (
        <li key={id}>
          {who}: {words(action)}, {new Date(at).toLocaleString()}
        </li>
      ))}
    </ul>
  )
}

/** The mail pages in this dashboard's own router. They talk to the API in its own server. */
export const createEmailInCode = (queryClient: QueryClient) =>
  mailRoutes({
    basename: '/settings/email-feature',
    api: '/api/email',
    queryClient,
    useUser: () => useSession().user,
    useBotName: (botId) => useBot(botId ?? '')?.name,
    useTheme: () => ({ colorScheme: useColorScheme() }),
    Activity: LatestActivity,
    hostPages: { botSettings: (botId) => `/bots/${botId}/settings` },
    // As an analysis of use would.
    onNavigate: ({ name, botId }) => document.documentElement.setAttribute('data-mail-page', `${name} ${botId}`),
  })
