import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const module = pathToFileURL(`${import.meta.dirname}/logger.ts`).href

/** Runs a process that logs this many lines, the last one with a longer text, and ends. */
function logAndExit(lines: number, lastLength: number): string[] {
  const script = `
    import { createLogger, exitWithLog } from '${module}'
    const logger = createLogger('info')
    for (let line = 1; line < ${lines}; line += 1) logger.info('a line of the log of ordinary length')
    logger.info({ line: ${lines}, text: 'x'.repeat(${lastLength}) }, 'stopped')
    await exitWithLog(logger, 0)`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  return output.trimEnd().split('\n')
}

it.each([
  [1, 10],
  [60, 10],
  [300, 10],
  [1_000, 10],
  [150, 9_000],
  [300, 9_000],
])('writes all %s lines before the process ends, the last with %s characters', { timeout: 30_000 }, (lines, length) => {
  const written = logAndExit(lines, length)
  expect(written).toHaveLength(lines)
  expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({ line: lines, msg: 'stopped' })
})
