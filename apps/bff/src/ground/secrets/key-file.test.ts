import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { canMountDisks, mountSmallDisk } from '../../testing/small-disk.ts'
import { addEncryptionKey, openKeyRing } from './key-file.ts'
import { requireReadable } from './key-ring.ts'

const isRoot = process.getuid?.() === 0
const keyLine = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const unguarded = { isTaken: () => false, check: () => undefined }

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-key-file-'))
  file = join(folder, 'keys')
  return () => rmSync(folder, { recursive: true, force: true })
})

describe('adding a key to the key file', () => {
  it('gives every key a unique ID, even if earlier keys are no longer in the file', () => {
    const ids = new Set([openKeyRing(file, { databaseIsEmpty: true }).current.id])
    for (let times = 0; times < 50; times += 1) {
      ids.add(addEncryptionKey(file, unguarded))
      writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0]}\n`)
    }
    expect(ids.size).toBe(51)
  })

  it('uses no ID that the database knows', () => {
    writeFileSync(file, keyLine('k1'), { mode: 0o600 })
    const asked: string[] = []
    const id = addEncryptionKey(file, { ...unguarded, isTaken: (candidate) => asked.push(candidate) < 4 })
    expect(id).toBe(asked[3])
    expect(new Set(asked).size).toBe(4)
  })

  it('checks the whole new content before it writes', () => {
    const before = `${keyLine('k1')}\n${keyLine('k2')}`
    writeFileSync(file, before, { mode: 0o600 })
    const seen: string[] = []
    const check = ({ all }: { all: { id: string }[] }) => {
      seen.push(...all.map(({ id }) => id))
      throw new Error('does not fit')
    }
    expect(() => addEncryptionKey(file, { ...unguarded, check })).toThrow('does not fit')
    expect(seen).toEqual([expect.stringMatching(/^k\d{8}-[0-9a-f]{8}$/), 'k1', 'k2'])
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(readdirSync(folder)).toEqual(['keys'])
  })

  it('succeeds after a rotation that was killed while writing', () => {
    writeFileSync(file, keyLine('k1'), { mode: 0o600 })
    writeFileSync(`${file}.new`, 'half a li')
    const id = addEncryptionKey(file, unguarded)
    expect(requireReadable(file).all.map((key) => key.id)).toEqual([id, 'k1'])
    expect(readdirSync(folder)).toEqual(['keys'])
  })

  it.runIf(isRoot)('keeps owner and mode, and the target of a link', () => {
    const target = join(folder, 'target')
    writeFileSync(target, keyLine('k1'), { mode: 0o600 })
    chownSync(target, 4_711, 4_712)
    chmodSync(target, 0o400)
    symlinkSync(target, file)
    const id = addEncryptionKey(file, unguarded)
    expect(statSync(target)).toMatchObject({ uid: 4_711, gid: 4_712 })
    expect(statSync(target).mode & 0o777).toBe(0o400)
    expect(readFileSync(target, 'utf8')).toContain(id)
    expect(requireReadable(file).current.id).toBe(id)
  })

  it.runIf(isRoot)('succeeds if only the group of the file cannot be kept, which has no access', () => {
    writeFileSync(file, keyLine('k1'), { mode: 0o600 })
    chownSync(file, 4_711, 4_712)
    chownSync(folder, 4_711, 4_713)
    process.setegid?.(4_713)
    process.seteuid?.(4_711)
    try {
      addEncryptionKey(file, unguarded)
    } finally {
      process.seteuid?.(0)
      process.setegid?.(0)
    }
    expect(requireReadable(file).all).toHaveLength(2)
    expect(statSync(file)).toMatchObject({ uid: 4_711, gid: 4_713 })
  })

  it.runIf(canMountDisks)('leaves the file as it was when the disk is full', () => {
    const disk = mountSmallDisk()
    try {
      const onDisk = join(disk.folder, 'keys')
      writeFileSync(onDisk, keyLine('k1'), { mode: 0o600 })
      const before = readFileSync(onDisk, 'utf8')
      disk.fill()
      expect(() => addEncryptionKey(onDisk, unguarded)).toThrow(/cannot be written to .* \(ENOSPC\)/)
      expect(readFileSync(onDisk, 'utf8')).toBe(before)
      expect(existsSync(`${onDisk}.new`)).toBe(false)
      disk.free()
      expect(requireReadable(onDisk).all).toHaveLength(1)
      addEncryptionKey(onDisk, unguarded)
      expect(requireReadable(onDisk).all).toHaveLength(2)
    } finally {
      disk.remove()
    }
  })
})

describe('a key file with the same ID twice', () => {
  it('gets an error that says how to fix it if the keys differ', () => {
    writeFileSync(file, `${keyLine('k20260101')}\n${keyLine('k0')}\n${keyLine('k20260101')}\n`, { mode: 0o600 })
    expect(() => requireReadable(file)).toThrow(
      /gives the key ID k20260101 to two different keys, in lines 1 and 3\. .*give it another ID in that line, such as k\d{8}-[0-9a-f]{8}\./,
    )
    writeFileSync(file, readFileSync(file, 'utf8').replace('k20260101:', 'k20260101-b:'))
    expect(requireReadable(file).all.map(({ id }) => id)).toEqual(['k20260101-b', 'k0', 'k20260101'])
  })

  it('gets an error that says which line to delete if the keys are the same', () => {
    const line = keyLine('k1')
    writeFileSync(file, `${line}\n${line}`, { mode: 0o600 })
    expect(() => requireReadable(file)).toThrow(/contains the same key twice, in lines 1 and 2\. Delete one/)
  })
})

it.runIf(isRoot)(
  'a running server loads a key file that becomes readable, and reports why it refused it before',
  () => {
    const reasons: string[] = []
    const keys = openKeyRing(file, { databaseIsEmpty: true, onRefused: (reason) => reasons.push(reason) })
    const first = keys.current.id
    const id = addEncryptionKey(file, unguarded)
    chmodSync(file, 0o644)
    expect(keys.current.id).toBe(first)
    expect(reasons).toEqual([expect.stringMatching(/Other users can read .*chmod 600/)])
    chmodSync(file, 0o600)
    expect(keys.current.id).toBe(id)
  },
)
