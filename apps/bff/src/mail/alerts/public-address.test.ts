import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicAddress } from './public-address.ts'
import { createWebhookSender } from './webhook-sender.ts'

const sender = createWebhookSender([])
/** An address as a person would enter it, in a URL that is normalized before the check. */
const isTaken = (host: string) => sender.findFault(`https://${host}/`) === null

type Octets = [number, number, number, number]
const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
const numberOf = (ip: Octets) => ip.reduce((number, octet) => number * 256 + octet, 0)
const hex = (ip: Octets) => {
  const word = (high: number, low: number) => (high * 256 + low).toString(16)
  return `${word(ip[0], ip[1])}:${word(ip[2], ip[3])}`
}

const reservedNetworks = [
  '192.0.0',
  '192.0.2',
  '192.31.196',
  '192.52.193',
  '192.88.99',
  '192.175.48',
  '198.51.100',
  '203.0.113',
]

/** A second implementation of the registry, octet by octet. */
function isInternet([a, b, c]: Octets): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false
  if (a === 100) return b < 64 || b > 127
  if (a === 169) return b !== 254
  if (a === 172) return b < 16 || b > 31
  if (a === 192 && b === 168) return false
  if (a === 198 && (b === 18 || b === 19)) return false
  return !reservedNetworks.includes(`${a}.${b}.${c}`)
}

/** Most random addresses are public: half of these are in a reserved network, or next to one. */
const starts = ['0', '10', '127', '100.63', '100.64', '169.254', '172.15', '172.31', '192.168', '198.19', '224', '255']
const near = fc.tuple(fc.constantFrom(...starts, ...reservedNetworks), octets).map(([start, rest]): Octets => {
  const [a = rest[0], b = rest[1], c = rest[2]] = start.split('.').map(Number)
  return [a, b, c, rest[3]]
})
const anyIpv4 = fc.oneof(near, octets)

describe('an IPv4 address', () => {
  it('is public exactly if the registry says so, in each way that a URL may write it', () => {
    fc.assert(
      fc.property(anyIpv4, (ip) => {
        const expected = isInternet(ip)
        const [a, b, c, d] = ip
        expect([ip, isPublicAddress(ip.join('.'))]).toEqual([ip, expected])
        const ways = [
          ip.join('.'),
          `${ip.join('.')}.`,
          String(numberOf(ip)),
          `0x${numberOf(ip).toString(16)}`,
          `0${numberOf(ip).toString(8)}`,
          `${a}.${b}.${c * 256 + d}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          ip.map((octet) => `0x${octet.toString(16)}`).join('.'),
          ip.map((octet) => `0${octet.toString(8)}`).join('.'),
          `[::ffff:${ip.join('.')}]`,
          `[::ffff:${hex(ip)}]`,
          `[0:0:0:0:0:FFFF:${hex(ip).toUpperCase()}]`,
        ]
        for (const way of ways) expect([way, isTaken(way)]).toEqual([way, expected])
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('an IPv6 address', () => {
  it('that contains an IPv4 address is never public', () => {
    const word = fc.nat(0xffff).map((value) => value.toString(16))
    fc.assert(
      fc.property(anyIpv4, word, word, (ip, one, other) => {
        const [a, b, c, d] = ip
        const inverted: Octets = [255 - a, 255 - b, 255 - c, 255 - d]
        for (const address of [
          `::${hex(ip)}`,
          `::${ip.join('.')}`,
          `::ffff:0:${hex(ip)}`,
          `64:ff9b::${hex(ip)}`,
          `64:ff9b:1:${one}::${hex(ip)}`,
          `2002:${hex(ip)}::${one}`,
          `2002:${hex(ip)}:${one}::${other}`,
          `2001:0:${hex(ip)}:${one}:${other}:${hex(inverted)}`,
          `2001::${hex(inverted)}`,
        ])
          expect([address, isPublicAddress(address), isTaken(`[${address}]`)]).toEqual([address, false, false])
      }),
      { numRuns: 2_000 },
    )
  })

  it('is public only in 2000::/3, except for the reserved networks there', () => {
    const tail = fc.array(fc.nat(0xffff), { minLength: 7, maxLength: 7 })
    const text = (first: number, rest: number[]) => [first, ...rest].map((word) => word.toString(16)).join(':')
    fc.assert(
      fc.property(fc.nat(0xffff), tail, (first, rest) => {
        // These have their own exceptions, below.
        fc.pre(![0x2001, 0x2002, 0x2620, 0x3fff].includes(first))
        const expected = first >= 0x2000 && first <= 0x3fff
        expect([first, isPublicAddress(text(first, rest))]).toEqual([first, expected])
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['::', false],
    ['::1', false],
    ['100::1', false],
    ['5f00::1', false],
    ['fc00::1', false],
    ['fdff::1', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['2600::1%eth0', false],
    ['febf::1', false],
    ['fec0::1', false],
    ['ff02::1', false],
    ['2001:1ff::1', false],
    ['2001:200::1', true],
    ['2001:db8::1', false],
    ['2001:4860:4860::8888', true],
    ['2003::1', true],
    ['2603:1006:2000::1', true],
    ['2620:4f:8000::1', false],
    ['2620:1ec::1', true],
    ['3fff:fff::1', false],
    ['3fff:1000::1', true],
    ['no address', false],
    ['', false],
    ['1.2.3', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic)
  })
})
