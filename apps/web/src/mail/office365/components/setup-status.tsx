import { Button } from '@mantine/core'
import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { CheckList } from '../../../ground/components/check-list.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { JumpLink } from '../../../ground/components/jump-link.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { StatusLine } from '../../../ground/components/status-line.tsx'
import { useNow } from '../../../ground/use-now.ts'
import { describeStatus, type StatusAction, statusFactsOf } from '../../describe-status.ts'
import { office365Texts } from '../texts.ts'
import classes from './setup-status.module.css'

/** The sections that the actions are in. */
const targets: Partial<Record<StatusAction, string>> = {
  test: 'send-test',
  'renew-secret': 'configuration',
  'renew-certificate': 'configuration',
  'correct-values': 'configuration',
  register: 'register',
}

/** The status of the bot's mail, and the next action. */
export function SetupStatus({ view }: { view: ConfigurationView }) {
  const queryClient = useQueryClient()
  const check = useMutation({
    mutationFn: () => call(configurationEndpoints.checkConfiguration, { params: { botId: view.botId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['bots'] }),
  })
  const status = describeStatus(statusFactsOf(view), useNow())
  const target = status.action && targets[status.action]
  return (
    <div className={classes['status']}>
      <StatusLine status={status}>
        {status.action && target && <JumpLink to={target}>{office365Texts.actions[status.action]}</JumpLink>}
        {(status.action === 'next-steps' || status.action === 'check') && (
          <Button variant="default" size="xs" loading={check.isPending} onClick={() => check.mutate()}>
            {office365Texts.check.button}
          </Button>
        )}
      </StatusLine>
      {status.kind === 'failing' && <StatusDiagnosis diagnosis={view.health.diagnosis} />}
      <div role="status">
        {check.data && (
          <CheckList checks={check.data.checks} label={office365Texts.check.result} credential={view.credential.kind} />
        )}
      </div>
      {check.error && <ProblemNotice error={check.error} />}
    </div>
  )
}

/** Open if the bot was failing when the page was opened. A later failure is shown where it occurs, so this stays closed. */
function StatusDiagnosis({ diagnosis }: { diagnosis: DiagnosisView | undefined }) {
  const [open] = useState(diagnosis !== undefined)
  if (!diagnosis) return null
  return (
    <Disclosure summary={office365Texts.whatToDo} open={open}>
      <DiagnosisPanel diagnosis={diagnosis} />
    </Disclosure>
  )
}
