export const idBytes = 16

export const writeIds = (ids: readonly string[]): Buffer => Buffer.from(ids.join('').replaceAll('-', ''), 'hex')

export function readId(written: Uint8Array, position: number): string {
  const hex = Buffer.from(written.buffer, written.byteOffset + position * idBytes, idBytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
