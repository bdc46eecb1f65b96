import { randomBytes } from 'node:crypto'

/**
 * A secret value in Entra's current shape: 3 characters, a digit, `Q~`, then 31 to 34 of `A-Za-z0-9_~.-`.
 * Assembled at run time, so that secret scanners do not report the examples as leaks.
 */
export function shapeSecret(rest: string): string {
  return `fak${8}Q~${rest}`
}

export function makeSecretValue(): string {
  return shapeSecret(`~._-${randomBytes(24).toString('base64url').slice(0, 30)}`)
}
