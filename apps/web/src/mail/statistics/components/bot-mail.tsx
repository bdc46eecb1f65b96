import { useQuery } from '@tanstack/react-query'
import { refreshEveryMs } from '../../../ground/refresh.ts'
import { botStatisticsQuery } from '../queries.ts'
import { MailPictures } from './mail-pictures.tsx'

/** How the mail of a bot went. */
export const BotMail = ({ botId }: { botId: string }) => (
  <MailPictures query={useQuery({ ...botStatisticsQuery(botId), refetchInterval: refreshEveryMs })} />
)
