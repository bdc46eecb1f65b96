import * as z from 'zod/mini'
import type { ResponseDefinition } from './endpoint.ts'

export const exportFormats = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const
export type ExportFormat = keyof typeof exportFormats

export const exportQuery = {
  format: z.enum(['csv', 'ndjson']),
}

/** About how many rows a file has, for the progress of its download. */
export const estimateHeader = 'row-estimate'

export const exportResponse = (description: string) =>
  ({
    description,
    schema: null,
    mediaTypes: Object.values(exportFormats),
    headers: {
      'Content-Disposition': { description: 'The name of the file.', schema: z.string() },
      'Row-Estimate': { description: 'About how many rows the file has.', schema: z.string() },
    },
  }) as const satisfies ResponseDefinition
