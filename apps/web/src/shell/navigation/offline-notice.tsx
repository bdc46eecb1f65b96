import { useNetwork } from '@mantine/hooks'
import { Notice } from '../../ground/components/notice.tsx'
import { appTexts } from '../texts.ts'

export function OfflineNotice() {
  const { online } = useNetwork()
  return online ? null : <Notice tone="caution" role="status" title={appTexts.offline} />
}
