import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { bashLiteral, powerShellLiteral } from './script-literal.ts'
import { hostileNames, refusedNames } from './testing/hostile-names.ts'
import { readPowerShellString } from './testing/read-powershell-string.ts'

const literalOf = (result: ReturnType<typeof bashLiteral>) => ('literal' in result ? result.literal : null)

describe('bashLiteral', () => {
  it('is tested with more than sixty hostile names', () => {
    expect(hostileNames.length).toBeGreaterThan(60)
  })

  it.each(hostileNames)('is read by bash as exactly %j', (name) => {
    const literal = literalOf(bashLiteral(name))
    expect(literal).not.toBeNull()
    const script = `printf %s ${literal}`
    expect(spawnSync('bash', ['-n', '-c', script]).status).toBe(0)
    const run = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
    expect(run.stdout).toBe(name)
    expect(run.stderr).toBe('')
  })

  it('is read by bash as each hostile name in one script of assignments', () => {
    const script = hostileNames.map((name) => `N=${literalOf(bashLiteral(name))}; printf '%s\\0' "$N"`).join('\n')
    expect(spawnSync('bash', ['-euo', 'pipefail', '-c', script], { encoding: 'utf8' }).stdout).toBe(
      hostileNames.map((name) => `${name}\0`).join(''),
    )
  })

  it.each(refusedNames)('refuses %j and says why', (name) => {
    expect(bashLiteral(name)).toEqual({ refusal: expect.stringMatching(/\.$/) })
  })
})

describe('powerShellLiteral', () => {
  const plain = hostileNames.filter((name) => /^[\x20-\x7e]*$/.test(name))

  it.each(plain)('is one string that contains exactly %j', (name) => {
    const literal = literalOf(powerShellLiteral(name))
    expect(literal && readPowerShellString(literal)).toEqual({ value: name, rest: '' })
  })

  it.each(hostileNames.filter((name) => !plain.includes(name)))(
    'refuses %j, whose bytes can be quotes in a legacy code page',
    (name) => {
      expect(powerShellLiteral(name)).toEqual({ refusal: expect.stringContaining('Windows PowerShell') })
    },
  )

  it('stays one string if its bytes are read as Windows-1252', () => {
    for (const name of hostileNames) {
      const literal = literalOf(powerShellLiteral(name))
      if (literal === null) continue
      const misread = new TextDecoder('windows-1252').decode(new TextEncoder().encode(literal))
      expect(readPowerShellString(misread)?.rest).toBe('')
    }
  })

  it.each(refusedNames)('refuses %j and says why', (name) => {
    expect(powerShellLiteral(name)).toEqual({ refusal: expect.stringMatching(/\.$/) })
  })
})
