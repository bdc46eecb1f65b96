import { Button, TextInput } from '@mantine/core'
import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import { parseMailAddress } from '@office365-email/shared/mail-address'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ApiProblem } from '../../../ground/api-problem.ts'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { useActionKey } from '../../../ground/use-action-key.ts'
import { configuredTexts } from '../configured-texts.ts'
import classes from './test-panel.module.css'
import { TestResult } from './test-result.tsx'

const texts = configuredTexts.test

interface TestPanelProps {
  view: ConfigurationView
  /** The signed-in person's own address. */
  recipient: string
  /** Whether sending a test is the main action of the page now. */
  primary: boolean
}

export function TestPanel({ view, recipient, primary }: TestPanelProps) {
  const queryClient = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [to, setTo] = useState(recipient)
  const [fault, setFault] = useState<string | null>(null)
  const refuse = (remedy: string) => {
    setFault(remedy)
    input.current?.focus()
  }
  const { keyFor, settle } = useActionKey()
  const test = useMutation({
    mutationFn: (address: string) =>
      call(messageEndpoints.sendTestMessage, {
        params: { botId: view.botId },
        body: { to: address },
        idempotencyKey: keyFor(address),
      }),
    onSettled: (_result, error) => {
      settle(error)
      return queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
    onError: (error) => {
      const remedy =
        error instanceof ApiProblem ? error.document.errors?.find(({ pointer }) => pointer === '/to') : null
      if (remedy) refuse(remedy.detail)
    },
  })
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    if (test.isPending) return
    const address = parseMailAddress(to)
    if (!address) return refuse(texts.recipientInvalid)
    setFault(null)
    test.mutate(address)
  }
  return (
    <Section id="send-test" title={texts.title}>
      <form className={classes['form']} onSubmit={send} noValidate>
        <TextInput
          ref={input}
          className={classes['recipient'] ?? ''}
          type="email"
          label={texts.recipient}
          description={texts.recipientHelp(view.userEmail ?? '')}
          autoComplete="email"
          value={to}
          error={fault}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" loading={test.isPending} variant={primary ? 'filled' : 'default'}>
          {texts.send}
        </Button>
        {view.state === 'unlocked' && <p className="small quiet">{texts.unlocked}</p>}
      </form>
      <div role="status" className={classes['result']}>
        {test.isPending && <p className="small quiet">{texts.asking}</p>}
        {test.data && !test.isPending && (
          <TestResult result={test.data} recipient={test.variables} credential={view.credential.kind} />
        )}
      </div>
      {test.error && !fault && <ProblemNotice error={test.error} />}
    </Section>
  )
}
