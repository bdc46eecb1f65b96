import { Navigate } from 'react-router'
import { useBotId } from '../../ground/use-bot-id.ts'
import { shellPaths } from '../paths.ts'

/** A bot's own address leads to its settings. */
export const BotRedirect = () => <Navigate to={shellPaths.settings(useBotId())} replace />
