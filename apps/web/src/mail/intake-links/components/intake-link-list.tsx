import { Button } from '@mantine/core'
import { defaultCredentialKind } from '@office365-email/shared/credential'
import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import type { IntakeLinkStatus, IntakeLinkView } from '@office365-email/shared/intake-link'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import type { Tone } from '../../../ground/components/badge.tsx'
import { Badge } from '../../../ground/components/badge.tsx'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { formatTime } from '../../../ground/format-time.ts'
import { useNow } from '../../../ground/use-now.ts'
import { intakeLinksQuery } from '../queries.ts'
import { intakeLinksTexts as texts } from '../texts.ts'
import classes from './intake-links.module.css'

const tones: Record<IntakeLinkStatus, Tone> = {
  open: 'calm',
  'waiting-for-approval': 'caution',
  approved: 'good',
  revoked: 'calm',
  expired: 'calm',
}

export function IntakeLinkList({ botId, links }: { botId: string; links: readonly IntakeLinkView[] }) {
  const now = useNow()
  return (
    <ul className={classes['list']} aria-label={texts.list}>
      {links.map(
        ({ id, status, createdAt, createdBy, expiresAt, submitted, credentialKind = defaultCredentialKind }) => (
          <li key={id} className={classes['link']}>
            <Badge tone={tones[status]}>{texts.statuses[status]}</Badge>
            <p>
              {texts.made} {createdBy.name}, <Time iso={createdAt} />
              {status === 'open' && (
                <>
                  ; {texts.until} <Time iso={expiresAt} />
                </>
              )}
              .{status === 'expired' && submitted && ` ${texts.secretDeleted[credentialKind]}`}
            </p>
            {status === 'open' && (
              <RevokeLink botId={botId} id={id} label={texts.revokeLink(formatTime(createdAt, now))} />
            )}
          </li>
        ),
      )}
    </ul>
  )
}

interface RevokeLinkProps {
  botId: string
  id: string
  label: string
}

export function RevokeLink({ botId, id, label }: RevokeLinkProps) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const mutation = useMutation({
    mutationFn: () => call(intakeLinkEndpoints.revokeIntakeLink, { params: { botId, intakeLinkId: id } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: intakeLinksQuery(botId).queryKey })
      setAsking(false)
    },
  })
  return (
    <>
      <Button variant="default" size="xs" aria-label={label} onClick={() => setAsking(true)}>
        {texts.revoke}
      </Button>
      {asking && (
        <ConfirmMutation
          title={texts.revokeTitle}
          action={texts.revoke}
          keep={texts.revokeKeep}
          danger
          mutation={mutation}
          onClose={() => setAsking(false)}
        >
          <p>{texts.revokeHelp}</p>
        </ConfirmMutation>
      )}
    </>
  )
}
