/** The most messages of a block. */
export const blockSize = 1_024
const bitmapBytes = blockSize / 8

/** Positions in a block, in ascending order: each in two bytes, or as one bit for each message if that is shorter. */
export function writePositions(positions: readonly number[]): Buffer {
  if (positions.length * 2 < bitmapBytes) {
    const list = Buffer.alloc(positions.length * 2)
    for (const [index, position] of positions.entries()) list.writeUInt16LE(position, index * 2)
    return list
  }
  const bitmap = Buffer.alloc(bitmapBytes)
  for (const position of positions) bitmap[position >> 3] = (bitmap[position >> 3] ?? 0) | (1 << (position & 7))
  return bitmap
}

/** A set of positions in one block. */
export class PositionSet {
  private readonly bytes = new Uint8Array(bitmapBytes)

  add(written: Uint8Array): void {
    if (written.length === bitmapBytes) {
      for (let index = 0; index < bitmapBytes; index += 1) this.bytes[index] = this.at(index) | (written[index] ?? 0)
      return
    }
    for (let index = 0; index < written.length; index += 2) {
      const position = (written[index] ?? 0) | ((written[index + 1] ?? 0) << 8)
      this.bytes[position >> 3] = this.at(position >> 3) | (1 << (position & 7))
    }
  }

  keepOnly(other: PositionSet): void {
    for (let index = 0; index < bitmapBytes; index += 1) this.bytes[index] = this.at(index) & other.at(index)
  }

  /** In descending order: positions count from the oldest message. */
  newestFirst(): number[] {
    const positions: number[] = []
    for (let index = bitmapBytes - 1; index >= 0; index -= 1) {
      const byte = this.at(index)
      if (byte === 0) continue
      for (let bit = 7; bit >= 0; bit -= 1) if (byte & (1 << bit)) positions.push(index * 8 + bit)
    }
    return positions
  }

  static all(size: number): PositionSet {
    const set = new PositionSet()
    for (let position = 0; position < size; position += 1)
      set.bytes[position >> 3] = set.at(position >> 3) | (1 << (position & 7))
    return set
  }

  private at(index: number): number {
    return this.bytes[index] ?? 0
  }
}
