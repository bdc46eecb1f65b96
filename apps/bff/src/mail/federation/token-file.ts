import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { decodeJwt } from 'jose'
import { secretOf } from '../../ground/secrets/secret.ts'
import { type AssertionIssuer, AssertionUnavailableError } from './assertion-issuer.ts'

/**
 * Assertions that the platform writes into a file, such as Azure workload identity in Kubernetes. The file is read for
 * each sign-in, because the platform replaces it. All bots have its subject.
 */
export const createTokenFileIssuer = (file: string): AssertionIssuer => ({
  isShared: true,
  describe() {
    try {
      const { iss, sub, aud } = decodeJwt(readFileSync(file, 'utf8').trim())
      const [audience] = [aud].flat()
      return iss && sub && audience ? { issuer: iss, subject: sub, audience } : null
    } catch {
      return null
    }
  },
  async assert() {
    try {
      const token = (await readFile(file, 'utf8')).trim()
      decodeJwt(token)
      return secretOf(token)
    } catch (cause) {
      throw new AssertionUnavailableError('FEDERATED_TOKEN_FILE cannot be read', { cause })
    }
  },
})
