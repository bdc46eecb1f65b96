import { Button } from '@mantine/core'
import { configurationsEndpoints } from '@office365-email/shared/endpoints/configurations'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { ConfirmMutation } from '../../../ground/components/confirm-mutation.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { useFocusOnArrival } from '../../../ground/use-focus-on-arrival.ts'
import type { SentFile } from '../read-file.ts'
import { transferTexts } from '../texts.ts'
import { FileForm } from './file-form.tsx'
import { countChanging, PlanView } from './plan-view.tsx'

const texts = transferTexts

const isOfBots = (noun: unknown): boolean => noun === 'bots' || noun === 'office365-draft'

/** Compares a file, shows what differs, and imports exactly that once the person confirms it. */
export function ImportFile() {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const plan = useMutation({
    mutationFn: async (file: SentFile) => ({
      file,
      plan: await call(configurationsEndpoints.planImport, { body: file }),
    }),
    gcTime: 0,
  })
  const planned = plan.data
  const apply = useMutation({
    mutationFn: async () => {
      if (!planned) return null
      const { file, plan: shown } = planned
      return await call(configurationsEndpoints.importConfigurations, { body: { digest: shown.digest, file } })
    },
    gcTime: 0,
    onSuccess: () => {
      setAsking(false)
      // Cached data about these bots is out of date. No page with a form is open now.
      queryClient.removeQueries({ type: 'inactive', predicate: ({ queryKey: [noun] }) => isOfBots(noun) })
      void queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
  const compare = (file: SentFile) => {
    apply.reset()
    plan.mutate(file)
  }
  const result = apply.data
  const changing = countChanging(planned?.plan.counts ?? {})
  return (
    <>
      <Section title={texts.import.title} intro={<p className="quiet">{texts.import.help}</p>}>
        <FileForm pending={plan.isPending} primary={!planned || changing === 0} onCompare={compare} />
        {plan.error && <ProblemNotice error={plan.error} />}
      </Section>
      {planned && !result && (
        <Section title={texts.plan.title}>
          <PlanSummary key={planned.plan.digest} plan={planned.plan} changing={changing} />
          <PlanView {...planned.plan} />
          {changing > 0 && (
            <div>
              <Button onClick={() => setAsking(true)}>{texts.apply.action}</Button>
            </div>
          )}
        </Section>
      )}
      {planned && result && (
        <Section title={texts.result.title}>
          <ResultSummary result={result} onCompare={() => compare(planned.file)} />
          <PlanView {...result} isDone />
        </Section>
      )}
      {asking && (
        <ConfirmMutation
          title={texts.apply.title(changing)}
          action={texts.apply.action}
          keep={texts.apply.keep}
          mutation={apply}
          onClose={() => setAsking(false)}
        >
          {texts.apply.help.map((help) => (
            <p key={help}>{help}</p>
          ))}
        </ConfirmMutation>
      )}
    </>
  )
}

type Plan = Awaited<ReturnType<typeof call<typeof configurationsEndpoints.planImport>>>
type Result = Awaited<ReturnType<typeof call<typeof configurationsEndpoints.importConfigurations>>>

/** Gets the focus, so that a person with a screen reader learns that the comparison is there. */
function PlanSummary({ plan, changing }: { plan: Plan; changing: number }) {
  const notice = useFocusOnArrival()
  const refused = plan.counts['not-allowed'] + plan.counts['not-valid']
  if (changing + refused === 0)
    return (
      <Notice tone="good" title={texts.plan.same} ref={notice}>
        <p>{texts.plan.sameHelp}</p>
      </Notice>
    )
  return (
    <Notice tone={refused > 0 ? 'caution' : 'info'} title={texts.plan.changes(changing)} ref={notice}>
      {refused > 0 && <p>{texts.plan.refused(refused)}</p>}
    </Notice>
  )
}

function ResultSummary({ result: { bots, counts }, onCompare }: { result: Result; onCompare: () => void }) {
  const notice = useFocusOnArrival()
  const waiting = bots.filter(({ waitsFor }) => waitsFor !== null).length
  return (
    <Notice
      tone={counts.skipped > 0 ? 'caution' : 'good'}
      title={texts.result.done(countChanging(counts))}
      ref={notice}
      actions={
        <Button variant="default" onClick={onCompare}>
          {texts.result.again}
        </Button>
      }
    >
      {waiting > 0 && <p>{texts.result.waiting(waiting)}</p>}
      {counts.skipped > 0 && <p>{texts.result.skipped(counts.skipped)}</p>}
    </Notice>
  )
}
