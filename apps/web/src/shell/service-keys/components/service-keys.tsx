import type { ServiceKey } from '@office365-email/shared/service-key'
import { type ReactNode, useState } from 'react'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { EmptyState } from '../../../ground/components/empty-state.tsx'
import { useNow } from '../../../ground/use-now.ts'
import { readKeyState } from '../key-state.ts'
import { serviceKeysTexts as texts } from '../texts.ts'
import { KeyList } from './key-list.tsx'
import { RevokeKey } from './revoke-key.tsx'

interface ServiceKeysProps {
  keys: readonly ServiceKey[]
  botName: (botId: string) => string
  create: ReactNode
}

/** Active keys first; expired and revoked keys are in a closed disclosure. */
export function ServiceKeys({ keys, botName, create }: ServiceKeysProps) {
  const now = useNow()
  const [revoking, setRevoking] = useState<ServiceKey | null>(null)
  const active = keys.filter((key) => readKeyState(key, now) === 'active')
  const ended = keys.filter((key) => readKeyState(key, now) !== 'active')
  return (
    <>
      {active.length === 0 ? (
        <EmptyState
          title={ended.length === 0 ? texts.empty : texts.allRevoked}
          help={texts.emptyHelp}
          action={create}
        />
      ) : (
        <KeyList keys={active} botName={botName} onRevoke={setRevoking} />
      )}
      {ended.length > 0 && (
        <Disclosure summary={texts.ended(ended.length)}>
          <KeyList keys={ended} botName={botName} onRevoke={setRevoking} />
        </Disclosure>
      )}
      {revoking && <RevokeKey serviceKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}
