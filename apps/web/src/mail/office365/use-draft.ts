import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { call } from '../../ground/api-client.ts'
import { type DraftState, DraftWriter } from './draft-writer.ts'
import { draftQuery } from './queries.ts'

/** The entered values and the done steps, kept on the server. The secret is never part of them. */
export interface Draft {
  values: Office365Draft['values']
  doneSteps: readonly string[]
  /** Whether the server has the newest draft. */
  state: DraftState
  changeValues: (values: Office365Draft['values']) => void
  setDone: (step: string, done: boolean) => void
}

const emptyDraft: Office365Draft = { values: {}, doneSteps: [] }

/** Null while it is being fetched. A draft that cannot be fetched counts as empty, so that the form can open. */
export function useDraft(botId: string): Draft | null {
  const queryClient = useQueryClient()
  const { data, isPending } = useQuery(draftQuery(botId))
  const [writer] = useState(
    () =>
      new DraftWriter((draft) =>
        call(configurationEndpoints.saveDraft, { params: { botId }, body: draft, keepalive: true }),
      ),
  )
  const state = useSyncExternalStore(writer.subscribe, writer.state)
  useEffect(() => {
    for (const event of ['pagehide', 'online']) window.addEventListener(event, writer.flush)
    return () => {
      for (const event of ['pagehide', 'online']) window.removeEventListener(event, writer.flush)
      writer.flush()
    }
  }, [writer])

  const change = useCallback(
    (update: (draft: Office365Draft) => Office365Draft) => {
      const { queryKey } = draftQuery(botId)
      const before = queryClient.getQueryData(queryKey) ?? emptyDraft
      const next = update(before)
      if (JSON.stringify(next) === JSON.stringify(before)) return
      queryClient.setQueryData(queryKey, next)
      writer.write(next)
    },
    [botId, queryClient, writer],
  )
  const changeValues = useCallback<Draft['changeValues']>(
    (values) => change(({ doneSteps }) => ({ values, doneSteps })),
    [change],
  )
  const setDone = useCallback<Draft['setDone']>(
    (step, done) =>
      change(({ values, doneSteps }) => {
        const others = doneSteps.filter((name) => name !== step)
        return { values, doneSteps: done ? [...others, step] : others }
      }),
    [change],
  )
  const { values, doneSteps } = data ?? emptyDraft
  return useMemo(
    () => (isPending ? null : { values, doneSteps, state, changeValues, setDone }),
    [isPending, values, doneSteps, state, changeValues, setDone],
  )
}
