import type { ConfigurationView, SubmittedView } from '@office365-email/shared/office365-configuration'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Badge } from '../../../ground/components/badge.tsx'
import { CheckList } from '../../../ground/components/check-list.tsx'
import { JumpLink } from '../../../ground/components/jump-link.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { useFocusOnArrival } from '../../../ground/use-focus-on-arrival.ts'
import { loadParts, useParts } from '../configuration-parts.ts'
import { configurationQuery, sameApplicationQuery } from '../queries.ts'
import { office365Texts } from '../texts.ts'
import type { Draft } from '../use-draft.ts'
import { focusField } from './office365-field.tsx'

const importSameApplication = () => import('./same-application.tsx')
const SameApplication = lazy(async () => ({ default: (await importSameApplication()).SameApplication }))

const texts = office365Texts.configuration

interface ConfigurationSectionProps {
  view: ConfigurationView
  draft: Draft
  /** Whether Reset is the main action of the page now. */
  resetFirst: boolean
  /** Whether Submit is: not while values from an intake link wait for approval. */
  submitFirst?: boolean
}

/**
 * The form, or the locked values. If the configuration changes on the server, a form with unsaved input stays open and
 * says so; only an unchanged form is replaced.
 */
export function ConfigurationSection({ view, draft, resetFirst, submitFirst = true }: ConfigurationSectionProps) {
  const queryClient = useQueryClient()
  const [dirty, setDirty] = useState(false)
  const [base, setBase] = useState(view)
  const [seen, setSeen] = useState(view)
  const [submitted, setSubmitted] = useState<{ answer: SubmittedView; newSecret: boolean } | null>(null)
  // A form that stays open after Submit begins anew, without what was secret in it.
  const [rounds, setRounds] = useState(0)
  const { form, locked, configured, isComplete } = useParts(view)
  const latest = isComplete ? view : seen
  if (!dirty && seen !== latest) {
    setSeen(latest)
    setBase(latest)
  }
  useFocusOnUnlock(base.state)

  const accept = useCallback(
    async (answer: SubmittedView, newSecret: boolean) => {
      const { checks: _, ...saved } = answer
      // Loaded before the page changes: content that loads later would move the test button while the person uses it.
      await Promise.allSettled([
        loadParts(saved),
        ...(newSecret ? [importSameApplication(), queryClient.prefetchQuery(sameApplicationQuery(saved.botId))] : []),
      ])
      setDirty(false)
      setSubmitted({ answer, newSecret })
      // At once: a form that began anew with the values before would not be replaced, because its draft makes it unsaved.
      setBase(saved)
      if (saved.state === 'unlocked') setRounds((before) => before + 1)
      queryClient.setQueryData(configurationQuery(saved.botId).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
    [queryClient],
  )
  const reload = useCallback(() => {
    setDirty(false)
    void queryClient.invalidateQueries({ queryKey: configurationQuery(view.botId).queryKey })
  }, [queryClient, view.botId])

  const isLocked = base.state === 'locked'
  return (
    <Section
      id="configuration"
      title={texts.title}
      aside={
        base.state !== 'unconfigured' && (
          <Badge tone="calm" icon={isLocked ? 'lock' : 'unlock'}>
            {isLocked ? texts.locked : texts.unlocked}
          </Badge>
        )
      }
    >
      {configured && <configured.ChangedByKey {...base} />}
      {/* The next step after a credential that waits is above this section. */}
      {isLocked && submitted?.answer.version === base.version && submitted.answer.credential.state !== 'waiting' && (
        <>
          <SavedNotice {...submitted.answer} isTested={base.health.state !== 'untested'} />
          {submitted.newSecret && (
            <Suspense fallback={null}>
              <SameApplication botId={base.botId} />
            </Suspense>
          )}
        </>
      )}
      {isLocked
        ? locked && <locked.LockedConfiguration view={base} primary={resetFirst} />
        : form && (
            <form.ConfigurationForm
              key={[base.state, base.version, base.credential.state, base.credential.thumbprint, rounds].join()}
              base={base}
              latest={latest}
              draft={draft}
              primary={submitFirst}
              onDirtyChange={setDirty}
              onSubmitted={accept}
              onReload={reload}
            />
          )}
    </Section>
  )
}

function SavedNotice({ checks, credential, isTested }: SubmittedView & { isTested: boolean }) {
  const notice = useFocusOnArrival()
  return (
    <>
      <Notice tone="good" role="status" title={texts.savedTitle} ref={notice}>
        {!isTested && (
          <p>
            {texts.savedHelp} <JumpLink to="send-test">{texts.savedNext}</JumpLink>
          </p>
        )}
      </Notice>
      <CheckList checks={checks} label={texts.savedChecks} credential={credential.kind} />
    </>
  )
}

function useFocusOnUnlock(state: ConfigurationView['state']) {
  const before = useRef(state)
  useEffect(() => {
    if (before.current === 'locked' && state === 'unlocked') focusField('userEmail')
    before.current = state
  }, [state])
}
