import { randomBytes } from 'node:crypto'

/**
 * A secret value in the shape that Entra gives today: 3 characters, a digit, `Q~`, then 31 to 34 of `A-Za-z0-9_~.-`.
 * Put together at run time, so that scanners of source code do not take the examples for leaked secrets.
 */
export function shapeSecret(rest: string): string {
  return `fak${8}Q~${rest}`
}

export function makeSecretValue(): string {
  return shapeSecret(`~._-${randomBytes(24).toString('base64url').slice(0, 30)}`)
}
