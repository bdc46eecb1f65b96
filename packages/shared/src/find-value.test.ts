import { expect, it } from 'vitest'
import { findAddress, findGuid, findTenant } from './find-value.ts'

it.each(['"', '>', ' ', '.', 'tenant', 'a.', ':', '=', '@', '?', '0123', 'client'])(
  'reads a long text that repeats %j in linear time',
  (piece) => {
    const text = piece.repeat(65_536 / piece.length)
    const before = process.cpuUsage()
    for (const end of ['', '!', '@b.example', '01234567-89ab-cdef-0123-456789abcdef']) {
      findAddress(`${text}${end}`)
      findTenant(`${text}${end}`)
      findTenant(`https://${text}${end}`)
      findGuid('tenantId', `${text}${end}`)
      findGuid('userId', `${text}${end}`)
    }
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
  },
)
