import { Button, NativeSelect } from '@mantine/core'
import type { CredentialKind } from '@office365-email/shared/credential'
import type { ResponseOf } from '@office365-email/shared/endpoint'
import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { CopyButton } from '../../../ground/components/copy-button.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { formatFullTime } from '../../../ground/format-time.ts'
import { useFocusOnArrival } from '../../../ground/use-focus-on-arrival.ts'
import { intakeLinksQuery } from '../queries.ts'
import { intakeLinksTexts as texts } from '../texts.ts'
import classes from './intake-links.module.css'

const hoursOffered = [24, 72, 168] as const

interface CreateIntakeLinkProps {
  botId: string
  botName: string
  /** How the app is to sign in. */
  credentialKind: CredentialKind
  /** Whether creating a link is the main action of the page now. */
  primary: boolean
}

export function CreateIntakeLink({ botId, botName, credentialKind, primary }: CreateIntakeLinkProps) {
  const queryClient = useQueryClient()
  const [hours, setHours] = useState<(typeof hoursOffered)[number]>(72)
  // The URL is a credential: it is only in this mutation's response, and is gone when the page is left.
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () =>
      call(intakeLinkEndpoints.createIntakeLink, {
        params: { botId },
        body: { expiresInHours: hours, credentialKind },
      }),
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: intakeLinksQuery(botId).queryKey }),
  })
  return (
    <>
      {data && <CreatedLink key={data.id} link={data} botName={botName} credentialKind={credentialKind} />}
      <div className={classes['create']}>
        <NativeSelect
          label={texts.expiresIn}
          value={String(hours)}
          data={hoursOffered.map((offered) => ({ value: String(offered), label: texts.hours[offered] }))}
          onChange={(event) => {
            const chosen = hoursOffered.find((offered) => String(offered) === event.currentTarget.value)
            if (chosen) setHours(chosen)
          }}
        />
        <Button variant={primary && !data ? 'filled' : 'default'} loading={isPending} onClick={() => mutate()}>
          {data ? texts.another : texts.create}
        </Button>
      </div>
      {error && <ProblemNotice error={error} />}
    </>
  )
}

function CreatedLink({
  link: { url, expiresAt },
  botName,
  credentialKind,
}: {
  link: ResponseOf<typeof intakeLinkEndpoints.createIntakeLink>
} & Pick<CreateIntakeLinkProps, 'botName' | 'credentialKind'>) {
  const notice = useFocusOnArrival()
  const body = texts.mailBody(botName, url, formatFullTime(expiresAt), credentialKind)
  const mail = `mailto:?subject=${encodeURIComponent(texts.mailSubject(botName))}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`
  return (
    <Notice tone="good" role="status" title={texts.created} ref={notice}>
      <div className={classes['made']}>
        <p>
          {texts.createdHelp}
          <Time iso={expiresAt} />.
        </p>
        <code className={classes['url']}>{url}</code>
        <div className={classes['row']}>
          <CopyButton text={url} what={texts.copy} />
          <Button component="a" href={mail} variant="default" size="xs">
            {texts.mail}
          </Button>
        </div>
      </div>
    </Notice>
  )
}
