import { type ExportFormat, estimateHeader, exportFormats } from '@office365-email/shared/export'
import { type Reply, StreamedText } from './endpoint-route.ts'
import { saveAs } from './save-as.ts'

interface File {
  /** Without the ending. */
  name: string
  format: ExportFormat
  pieces: AsyncIterable<string>
  /** About how many rows it has; null if that is not known. */
  rowEstimate: number | null
}

/** Streams a file that browsers save under its name. */
export function replyWithFile(reply: Reply, { name, format, pieces, rowEstimate }: File): StreamedText {
  reply.headers['content-type'] = exportFormats[format]
  saveAs(reply, `${name}.${format}`)
  if (rowEstimate !== null) reply.headers[estimateHeader] = String(rowEstimate)
  return new StreamedText(pieces)
}
