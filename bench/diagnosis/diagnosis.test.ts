import { describe, expect, it } from 'vitest'
import { holdOut } from './hold-out.ts'
import { isConfidentlyWrong, type Judged, judgeAll, share } from './measure.ts'
import { mutateAll } from './mutate.ts'
import { readCorpus } from './read-corpus.ts'

const records = readCorpus()
const judged = judgeAll(records)
const genuine = judged.filter(({ isTrap }) => !isTrap)
const traps = judged.filter(({ isTrap }) => isTrap)

const wrongShare = (all: readonly Judged[]) => all.filter(isConfidentlyWrong).length / all.length

/** `pnpm bench:diagnosis` shows the figures. The limits are what the rules reach; they only ever rise. */
describe('the diagnosis of the labeled failures', () => {
  it('has records with different ids and enough traps', () => {
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
    expect(traps.length).toBeGreaterThan(records.length / 4)
  })

  it('names the cause of genuine failures first, or among the first three', () => {
    expect(share(genuine, 'first')).toBeGreaterThan(0.99)
    expect(share(genuine, 'three')).toBeGreaterThan(0.995)
  })

  it('names the field of genuine failures, and whether a retry helps', () => {
    expect(share(genuine, 'field')).toBeGreaterThan(0.99)
    expect(share(genuine, 'retryable')).toBeGreaterThan(0.995)
  })

  it('names whose answer it is', () => {
    expect(share(genuine, 'owner')).toBeGreaterThan(0.98)
    expect(share(traps, 'owner')).toBeGreaterThan(0.98)
  })

  it('does not blame Microsoft for failures of others', () => {
    expect(share(traps, 'first')).toBeGreaterThan(0.99)
  })

  it('gives few confident instructions that are wrong', () => {
    expect(wrongShare(genuine)).toBeLessThan(0.01)
    expect(wrongShare(traps)).toBeLessThan(0.01)
  })

  it('does not depend on rows that were written for one record', () => {
    const unseen = holdOut(records, 'signs').filter(({ isTrap }) => !isTrap)
    expect(unseen).toHaveLength(genuine.length)
    expect(share(unseen, 'first')).toBeGreaterThan(0.94)
  })

  it('stays with its cause or withholds it if a text is quoted, wrapped, escaped or cut', () => {
    const mutated = mutateAll(records.filter((_record, index) => index % 20 === 0))
    const violations = mutated.filter(({ result }) => result === 'violation')
    expect(mutated.length).toBeGreaterThan(900)
    expect(violations.length / mutated.length).toBeLessThan(0.008)
  })
})
