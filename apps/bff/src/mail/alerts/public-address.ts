import { BlockList, isIP } from 'node:net'

/** IANA's special-purpose registries, and multicast: none of these addresses is a host on the internet. */
const specialIpv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** Includes Teredo and 6to4, whose addresses lead to the IPv4 address that they contain. */
const specialIpv6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const

/** All addresses that IANA assigns to the internet. Loopback, local, multicast and most embedded ones are outside. */
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/** Node compares an IPv4 address that is mapped into IPv6 (`::ffff:0:0/96`) as IPv4. */
const special = new BlockList()
for (const [network, prefix] of specialIpv4) special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of specialIpv6) special.addSubnet(network, prefix, 'ipv6')

const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')

/** Whether an address is on the internet: not this machine, its local network or a metadata service. */
export function isPublicAddress(text: string): boolean {
  // A zone names an interface of this machine.
  if (text.includes('%')) return false
  switch (isIP(text)) {
    case 4:
      return !special.check(text, 'ipv4')
    case 6:
      return (globalUnicast.check(text, 'ipv6') || mapped.check(text, 'ipv6')) && !special.check(text, 'ipv6')
    default:
      return false
  }
}
