import { Button, Checkbox } from '@mantine/core'
import type { AppliedSecret, SameApplication as Same } from '@office365-email/shared/same-application'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { Badge } from '../../../components/badge.tsx'
import { DiagnosisPanel } from '../../../components/diagnosis-panel.tsx'
import { Disclosure } from '../../../components/disclosure.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { paths } from '../../../lib/paths.ts'
import { applySecret } from '../api/apply-secret.ts'
import { sameApplicationQuery } from '../api/same-application-query.ts'
import { office365Texts } from '../texts.ts'
import classes from './same-application.module.css'

const texts = office365Texts.sameApplication

type OtherBot = Same['bots'][number]

/** After a Submit with a new secret: the other bots of this app need it too. */
export function SameApplication({ botId }: { botId: string }) {
  const { data: bots } = useQuery(sameApplicationQuery(botId))
  return bots && bots.length > 0 ? <Offer botId={botId} bots={bots} /> : null
}

function Offer({ botId, bots }: { botId: string; bots: readonly OtherBot[] }) {
  const queryClient = useQueryClient()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = bots.filter(({ id }) => !left.has(id)).map(({ id }) => id)
  const apply = useMutation({
    mutationFn: () => applySecret(botId, chosen),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['bots'] }),
  })
  const toggle = (id: string) => {
    const next = new Set(left)
    if (!next.delete(id)) next.add(id)
    setLeft(next)
  }
  return (
    <section className={classes['offer']} aria-label={texts.title}>
      <h3>{texts.title}</h3>
      {apply.data ? (
        <Results results={apply.data} bots={bots} />
      ) : (
        <>
          <fieldset className={classes['bots']}>
            <legend>{texts.help(bots.length)}</legend>
            {bots.map(({ id, name }) => (
              <Checkbox key={id} label={name} checked={!left.has(id)} onChange={() => toggle(id)} />
            ))}
          </fieldset>
          {apply.error && <ProblemNotice error={apply.error} />}
          <div>
            <Button
              variant="default"
              loading={apply.isPending}
              onClick={() => {
                if (chosen.length > 0) apply.mutate()
              }}
            >
              {texts.apply(chosen.length)}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

function Results({ results, bots }: { results: AppliedSecret['results']; bots: readonly OtherBot[] }) {
  return (
    <ul className={classes['results']} role="status">
      {results.map(({ botId, outcome, diagnosis }) => (
        <li key={botId}>
          <Badge tone={outcome === 'applied' ? 'good' : 'bad'}>{texts.outcomes[outcome]}</Badge>
          <Link to={paths.office365(botId)}>{bots.find(({ id }) => id === botId)?.name ?? botId}</Link>
          {outcome === 'failed' && !diagnosis && <span>{texts.failedHelp}</span>}
          {diagnosis && (
            <Disclosure summary={office365Texts.whatToDo}>
              <DiagnosisPanel diagnosis={diagnosis} />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  )
}
