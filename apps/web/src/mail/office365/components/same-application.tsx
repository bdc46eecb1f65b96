import { Button, Checkbox } from '@mantine/core'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { AppliedSecret, SameApplication as Same } from '@office365-email/shared/same-application'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { call } from '../../../ground/api-client.ts'
import { Badge } from '../../../ground/components/badge.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { mailPaths } from '../../paths.ts'
import { sameApplicationQuery } from '../queries.ts'
import { stepTexts } from '../step-texts.ts'
import { office365Texts } from '../texts.ts'
import classes from './same-application.module.css'

const texts = stepTexts.sameApplication

type OtherBot = Same['bots'][number]
type Results = AppliedSecret['results']

/** Shown after a Submit with a new secret: other bots that use this app need the secret too. */
export function SameApplication({ botId }: { botId: string }) {
  const { data: bots } = useQuery(sameApplicationQuery(botId))
  return bots && bots.length > 0 ? <Offer botId={botId} bots={bots} /> : null
}

function Offer({ botId, bots }: { botId: string; bots: readonly OtherBot[] }) {
  const queryClient = useQueryClient()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = bots.filter(({ id }) => !left.has(id)).map(({ id }) => id)
  const [results, setResults] = useState<Results>([])
  const apply = useMutation({
    mutationFn: (botIds: string[]) => call(configurationEndpoints.applySecret, { params: { botId }, body: { botIds } }),
    onSuccess: ({ results: answered }) => {
      setResults((earlier) => [...earlier.filter(({ outcome }) => outcome === 'applied'), ...answered])
      return queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
  const failed = results.filter(({ outcome }) => outcome === 'failed').map((result) => result.botId)
  const toggle = (id: string) => {
    const next = new Set(left)
    if (!next.delete(id)) next.add(id)
    setLeft(next)
  }
  return (
    <section className={classes['offer']} aria-label={texts.title}>
      <h3>{texts.title}</h3>
      {results.length > 0 ? (
        <>
          <ResultList results={results} bots={bots} />
          {apply.error && <ProblemNotice error={apply.error} />}
          {failed.length > 0 && (
            <div>
              <Button variant="default" loading={apply.isPending} onClick={() => apply.mutate(failed)}>
                {texts.again(failed.length)}
              </Button>
            </div>
          )}
        </>
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
                if (chosen.length > 0) apply.mutate(chosen)
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

function ResultList({ results, bots }: { results: Results; bots: readonly OtherBot[] }) {
  const applied = results.filter(({ outcome }) => outcome === 'applied').length
  return (
    <div role="status" className={classes['results']}>
      <p>{texts.applied(applied, results.length)}</p>
      <ul className={classes['results']}>
        {results.map(({ botId, outcome, diagnosis }) => (
          <li key={botId}>
            <Badge tone={outcome === 'applied' ? 'good' : 'bad'}>{texts.outcomes[outcome]}</Badge>
            <Link to={mailPaths.office365(botId)}>{bots.find(({ id }) => id === botId)?.name ?? botId}</Link>
            {outcome === 'failed' && !diagnosis && <span>{texts.failedHelp}</span>}
            {diagnosis && (
              <Disclosure summary={office365Texts.whatToDo}>
                <DiagnosisPanel diagnosis={diagnosis} />
              </Disclosure>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
