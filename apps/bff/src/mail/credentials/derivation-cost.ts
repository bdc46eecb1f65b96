const integerTag = 0x02
const constructedBit = 0x20
const longTag = 0x1f
const longestLength = 6
/** The object identifier 1.3.6.1.4.1.11591.4.11 (RFC 7914), as DER has it. */
const scrypt = Buffer.from('2b06010401da47040b', 'hex')

/** The integers at any depth. Throws if it is not DER. */
function* integersIn(der: Buffer): Generator<number> {
  for (let at = 0; at < der.length; ) {
    const tag = der.readUInt8(at)
    if ((tag & longTag) === longTag) throw new RangeError('a long tag')
    const short = der.readUInt8(at + 1)
    const lengthBytes = short > 0x80 ? short & 0x7f : 0
    if (lengthBytes > longestLength) throw new RangeError('a long length')
    const length = lengthBytes > 0 ? der.readUIntBE(at + 2, lengthBytes) : short & 0x7f
    at += 2 + lengthBytes
    if (tag & constructedBit) continue
    if (tag === integerTag) yield Number(`0x0${der.toString('hex', at, at + length)}`)
    at += length
  }
}

/**
 * How much work it is to open an encrypted private key (PKCS #8): the rounds of its key derivation, which the one who
 * encrypted it chose. Infinite if that cannot be read.
 */
export function derivationCost(der: Buffer): number {
  try {
    const integers = [...integersIn(der)]
    // The cost of scrypt is the product of its parameters. Other functions have only one that matters, and it is the largest.
    return der.includes(scrypt) ? integers.reduce((cost, each) => cost * each, 1) : Math.max(0, ...integers)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
