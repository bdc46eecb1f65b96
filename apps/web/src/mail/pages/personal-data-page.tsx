import { Button, TextInput } from '@mantine/core'
import { parseMailAddress } from '@office365-email/shared/mail-address'
import { type SubmitEvent, useRef, useState } from 'react'
import { ConfirmDialog } from '../../ground/components/confirm-dialog.tsx'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { ProblemNotice } from '../../ground/components/problem-notice.tsx'
import { Section } from '../../ground/components/section.tsx'
import { useFocusOnArrival } from '../../ground/use-focus-on-arrival.ts'
import { useMailHost } from '../host.ts'
import { mailPaths } from '../paths.ts'
import { deletableKinds, FoundData } from '../personal-data/components/found-data.tsx'
import classes from '../personal-data/components/personal-data.module.css'
import { personalDataTexts as texts } from '../personal-data/texts.ts'
import { usePersonalData } from '../personal-data/use-personal-data.ts'
import { mailTexts } from '../texts.ts'

const crumbs = () => [{ label: mailTexts.allMessages, to: mailPaths.allMessages() }]

export function PersonalDataPage() {
  const { user } = useMailHost()
  if (user.role === 'owner') return <PersonalDataOfOwner />
  return (
    <Page title={mailTexts.personalData}>
      <Notice tone="info" title={texts.ownersOnly}>
        <p>{texts.ownersOnlyHelp}</p>
      </Notice>
    </Page>
  )
}

function PersonalDataOfOwner() {
  const { read, search, deletion, stop } = usePersonalData()
  const [address, setAddress] = useState('')
  const [fault, setFault] = useState(false)
  const [asking, setAsking] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const isBusy = search.isPending || deletion.isPending
  const error = search.error ?? deletion.error
  const searched = search.data
  const find = (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy) return
    const parsed = parseMailAddress(address)
    setFault(parsed === null)
    deletion.reset()
    if (parsed === null) input.current?.focus()
    else search.mutate({ address: parsed })
  }
  const progress = deletion.isPending ? texts.deleting(read) : search.isPending ? texts.searching(read) : ''
  return (
    <Page title={mailTexts.personalData} crumbs={crumbs()} intro={<p className="quiet">{texts.intro}</p>}>
      <form className={classes['form']} onSubmit={find} noValidate>
        <TextInput
          ref={input}
          label={texts.address}
          description={texts.addressHelp}
          error={fault && texts.addressFault}
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <div className={classes['actions']}>
          <Button type="submit" variant={searched ? 'default' : 'filled'} loading={isBusy}>
            {texts.search}
          </Button>
          {isBusy && (
            <Button variant="default" onClick={stop}>
              {texts.stop}
            </Button>
          )}
          <p role="status" className="small quiet">
            {progress}
          </p>
        </div>
      </form>
      {error?.name === 'AbortError' && (
        <Notice tone="info" role="status" title={texts.stopped}>
          <p>{texts.stoppedHelp}</p>
        </Notice>
      )}
      {error && error.name !== 'AbortError' && <ProblemNotice error={error} />}
      {searched && !isBusy && (
        <Section title={texts.found} aside={<span className="quiet">{searched.address}</span>}>
          <Result isAfterDeletion={searched.isAfterDeletion} hasMore={hasMore(searched.found)} />
          <FoundData {...searched.found} />
          {hasMore(searched.found) && (
            <div>
              <Button color="danger" onClick={() => setAsking(true)}>
                {texts.delete}
              </Button>
            </div>
          )}
        </Section>
      )}
      {asking && searched && (
        <ConfirmDialog
          title={texts.confirm}
          action={texts.delete}
          keep={texts.keep}
          danger
          onConfirm={() => {
            setAsking(false)
            deletion.mutate(searched.address)
          }}
          onClose={() => setAsking(false)}
        >
          <p>
            <strong>{searched.address}</strong>
          </p>
          {texts.confirmHelp.map((help) => (
            <p key={help}>{help}</p>
          ))}
        </ConfirmDialog>
      )}
    </Page>
  )
}

const hasMore = ({ counts }: { counts: Record<(typeof deletableKinds)[number], number> }) =>
  deletableKinds.some((kind) => counts[kind] > 0)

/** Gets the focus, so that a person with a screen reader learns the result. */
function Result({ isAfterDeletion, hasMore }: { isAfterDeletion: boolean; hasMore: boolean }) {
  const notice = useFocusOnArrival()
  if (isAfterDeletion && hasMore)
    return (
      <Notice tone="caution" title={texts.moreNow} ref={notice}>
        <p>{texts.moreNowHelp}</p>
      </Notice>
    )
  if (isAfterDeletion)
    return (
      <Notice tone="good" title={texts.nothingNow} ref={notice}>
        <p>{texts.nothingNowHelp}</p>
      </Notice>
    )
  return hasMore ? null : <Notice tone="info" title={texts.nothing} ref={notice} />
}
