import { Navigate } from 'react-router'
import { paths } from '../lib/paths.ts'
import { useBotId } from './use-bot-id.ts'

/** A bot's own address leads to its settings. */
export const BotRedirect = () => <Navigate to={paths.settings(useBotId())} replace />
