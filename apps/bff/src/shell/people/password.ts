import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Secret } from '../../ground/secrets/secret.ts'

/** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

const derive = promisify(argon2)

const unpadded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')

async function hashWith(password: Secret, nonce: Uint8Array, { memory, passes, parallelism }: typeof cost) {
  return await derive('argon2id', {
    message: Buffer.from(password.reveal().normalize('NFKC')),
    nonce,
    memory,
    passes,
    parallelism,
    tagLength,
  })
}

/** Argon2id (RFC 9106) in PHC string format, which also says what a check costs. */
export async function hashPassword(password: Secret, { memory, passes, parallelism } = cost): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await hashWith(password, nonce, { memory, passes, parallelism })
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
const dummyHash = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Takes the same time for a person who does not exist, or has no password here. */
export async function verifyPassword(password: Secret, hash: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, nonce, tag] = phc.exec(hash ?? dummyHash) ?? phc.exec(dummyHash) ?? []
  const expected = Buffer.from(tag ?? '', 'base64')
  const actual = await hashWith(password, Buffer.from(nonce ?? '', 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return hash !== null && timingSafeEqual(expected, actual)
}
