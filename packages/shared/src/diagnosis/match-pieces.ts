import type { Pieces } from './rule.ts'

const withinSentence = new WeakMap<RegExp, RegExp>()

/** In a pattern, `[^.]` means "in the same sentence": a dot inside a name or an address does not end a sentence. */
function readPiece(piece: RegExp): RegExp {
  const known = withinSentence.get(piece)
  if (known !== undefined) return known
  const read = new RegExp(piece.source.replaceAll('[^.]', String.raw`(?:[^.]|\.(?=\S))`), piece.flags)
  withinSentence.set(piece, read)
  return read
}

export const contains = (text: string, piece: string | RegExp): boolean =>
  typeof piece === 'string' ? text.includes(piece) : readPiece(piece).test(text)

export const containsAny = (text: string, pieces: Pieces): boolean => pieces.some((piece) => contains(text, piece))
