import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { problems } from './problem.ts'

it('docs/problems.md lists every problem with its status', () => {
  const page = readFileSync(`${import.meta.dirname}/../../../docs/problems.md`, 'utf8')
  const rows = Array.from(page.matchAll(/^\| `([\w-]+)` \| (\d{3}) \|/gm), ([, slug, status]) => [slug, Number(status)])
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(problems).map(([slug, { status }]) => [slug, status])),
  )
})
