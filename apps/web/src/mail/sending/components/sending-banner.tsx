import { useQuery } from '@tanstack/react-query'
import { createPart, usePart } from '../../../ground/create-part.ts'
import { sendingQuery } from '../sending-query.ts'

const sendingNotice = createPart(async () => (await import('./sending-notice.tsx')).SendingNotice)

/** Shown on every page while no mail leaves the server. */
export function SendingBanner() {
  const { data } = useQuery(sendingQuery)
  const { code: SendingNotice } = usePart(sendingNotice, data !== undefined && data.state !== 'on')
  return data && SendingNotice && <SendingNotice sending={data} />
}
