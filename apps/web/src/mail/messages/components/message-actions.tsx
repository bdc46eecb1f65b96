import { Button } from '@mantine/core'
import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import type { Message, MessageState } from '@office365-email/shared/message'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ApiProblem } from '../../../ground/api-problem.ts'
import { ConfirmDialog } from '../../../ground/components/confirm-dialog.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { useActionKey } from '../../../ground/use-action-key.ts'
import { type FollowUp, messagesTexts } from '../texts.ts'
import classes from './message-list.module.css'

const texts = messagesTexts.followUps

const followUps: Partial<Record<MessageState, readonly FollowUp[]>> = {
  queued: ['cancel'],
  unknown: ['accepted', 'failed', 'resend'],
  failed: ['resend'],
}

/** The server requires a deliberate word for another resend of the same message. */
const wasResent = (error: Error | null): boolean =>
  error instanceof ApiProblem && error.document.errors?.some(({ pointer }) => pointer === '/again') === true

interface MessageActionsProps {
  message: Message
  onResent?: (() => void) | undefined
}

/** What a person can do about a message that is queued, failed, or has an unknown outcome. */
export function MessageActions({ message, onResent }: MessageActionsProps) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<keyof typeof texts.resendHelp | null>(null)
  const { keyFor, settle } = useActionKey()
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: ({ followUp, again }: { followUp: FollowUp; again?: true }) => {
      const params = { botId: message.botId, messageId: message.id }
      if (followUp === 'cancel') return call(messageEndpoints.cancelMessage, { params })
      const idempotencyKey = keyFor(`${followUp} ${again}`)
      if (followUp === 'resend')
        return call(messageEndpoints.resendMessage, { params, body: again ? { again } : {}, idempotencyKey })
      return call(messageEndpoints.resolveMessage, { params, body: { outcome: followUp }, idempotencyKey })
    },
    onSettled: async (_message, failure, { followUp }) => {
      settle(failure)
      setAsking(wasResent(failure) ? 'again' : null)
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['bots', message.botId, 'messages'] }),
        queryClient.invalidateQueries({ queryKey: ['messages'] }),
      ])
      if (!failure && followUp === 'resend') onResent?.()
    },
  })
  // A test message is sent from its own page, and its text is never kept.
  const possible = followUps[message.state]?.filter(
    (name) => name !== 'resend' || ['service', 'person'].includes(message.source.kind),
  )
  if (!possible || possible.length === 0) return null
  const choose = (followUp: FollowUp) =>
    followUp === 'resend' && message.state === 'unknown' ? setAsking('unknown') : mutate({ followUp })
  return (
    <div className={classes['followUps']}>
      {message.state === 'unknown' && <p>{texts.ask}</p>}
      <div className={classes['buttons']}>
        {possible.map((followUp) => (
          <Button
            key={followUp}
            variant="default"
            size="xs"
            loading={isPending && variables.followUp === followUp}
            onClick={() => choose(followUp)}
          >
            {texts.names[followUp]}
          </Button>
        ))}
      </div>
      {error && !wasResent(error) && <ProblemNotice error={error} />}
      {asking && (
        <ConfirmDialog
          title={texts.resendTitle}
          action={texts.names.resend}
          keep={texts.keep}
          pending={isPending}
          onConfirm={() => mutate(asking === 'again' ? { followUp: 'resend', again: true } : { followUp: 'resend' })}
          onClose={() => setAsking(null)}
        >
          <p>{texts.resendHelp[asking]}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
