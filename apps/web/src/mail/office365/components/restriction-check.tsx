import { Button, TextInput } from '@mantine/core'
import { restrictionCheckSchema } from '@office365-email/shared/configuration-values'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { readFaults } from '../../../ground/read-faults.ts'
import { configuredTexts } from '../configured-texts.ts'
import fieldClasses from './office365-field.module.css'
import classes from './restriction-check.module.css'
import { RestrictionResult } from './restriction-result.tsx'

const texts = configuredTexts.restrictionCheck

interface RestrictionCheckProps {
  /** The view of a configured bot. */
  view: ConfigurationView
  /** A link to the page that says how to limit the app; left out on that page. */
  limitLink?: ReactNode
}

/** Checks whether the app is limited to its mailbox, or shows the last result. */
export function RestrictionCheck({ view, limitLink }: RestrictionCheckProps) {
  const queryClient = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [otherUserId, setOtherUserId] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const refuse = (remedy: string) => {
    setFault(remedy)
    input.current?.focus()
  }
  const check = useMutation({
    // No message can be sent: the request contains no recipient.
    mutationFn: (userId: string) =>
      call(configurationEndpoints.checkRestriction, { params: { botId: view.botId }, body: { otherUserId: userId } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['bots', view.botId] }),
    onError: (error) => {
      const remedy = readFaults(error)['otherUserId']
      if (remedy) refuse(remedy)
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (check.isPending) return
    const { data } = restrictionCheckSchema.safeParse({ otherUserId })
    if (!data) return refuse(texts.otherInvalid)
    setFault(null)
    check.mutate(data.otherUserId)
  }
  const finding = check.data ?? view.restriction
  return (
    <>
      <div className={classes['explanation']}>
        {texts.how.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p className="small quiet">{texts.undocumented}</p>
      </div>
      <form className={classes['form']} onSubmit={submit} noValidate>
        <TextInput
          ref={input}
          className={`${classes['other']} ${fieldClasses['guid']}`}
          label={texts.other}
          description={texts.otherHelp}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={otherUserId}
          error={fault}
          onChange={(event) => setOtherUserId(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={check.isPending}>
          {texts.button}
        </Button>
        {view.state === 'unlocked' && <p className="small quiet">{texts.unlocked}</p>}
      </form>
      <div role="status" className={classes['result']}>
        {check.isPending && <p className="small quiet">{texts.asking}</p>}
        {finding && !check.isPending && (
          <RestrictionResult finding={finding} mailbox={view.userEmail ?? ''} limitLink={limitLink} />
        )}
      </div>
      {check.error && !fault && <ProblemNotice error={check.error} />}
    </>
  )
}
