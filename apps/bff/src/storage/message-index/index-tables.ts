import type { TermRange } from '../../mail/search/message-terms.ts'
import type { Message } from '../../mail/sending/message.ts'
import type { ReadPortion } from './read-portions.ts'

/** Messages whose IDs follow each other. A block is never changed, only replaced. */
export interface Block {
  id: number
  /** Its messages have larger IDs than this. */
  afterId: string
  /** The ID of its last message. */
  lastId: string
  size: number
}

export interface NewBlock extends Omit<Block, 'id'> {
  /** The IDs in ascending order, 16 bytes each. */
  ids: Buffer
  /** Where each term occurs. */
  terms: Map<string, Buffer>
}

/** Where a term occurs in a block. */
export interface Positions {
  block: number
  term: string
  positions: Uint8Array
}

/** Consecutive messages of a block. */
export interface PartOfBlock {
  block: number
  /** The position of the first one. */
  first: number
  count: number
}

/** What an engine does for the index. */
export interface IndexTables {
  /** Newest first, of the blocks that begin before this message; without one, of all. */
  listBlocks(before: string | null, limit: number): Promise<Block[]>
  /** How many of these blocks still exist. */
  countBlocks(blocks: readonly number[]): Promise<number>
  readPositions(blocks: readonly number[], ranges: readonly TermRange[]): Promise<Positions[]>
  /** The IDs of these parts of blocks, without the blocks that no longer exist. */
  readIds(parts: readonly PartOfBlock[]): Promise<{ block: number; ids: Uint8Array }[]>
  /** Newest first. */
  readMessages(ids: readonly string[]): Promise<Message[]>
  readPortion: ReadPortion<Message>
  /** Oldest first, with IDs after the first and up to the second one. */
  readOldest(after: string, upTo: string, limit: number): Promise<Message[]>
  /** Oldest first, after this ID: blocks, with the number of messages that they should have. */
  compareBlocks(after: string | null, limit: number): Promise<(Block & { present: number })[]>
  /**
   * In one transaction. Does nothing if the old block was replaced in the meantime; without one, if these do not follow
   * the newest block.
   */
  replaceBlock(old: Block | null, blocks: readonly NewBlock[]): Promise<void>
}
