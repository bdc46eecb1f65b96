import type { Reply } from './endpoint-route.ts'

/** Browsers save the response as a file with this name. It has no quotation marks. */
export function saveAs({ headers }: Pick<Reply, 'headers'>, fileName: string): void {
  headers['content-disposition'] = `attachment; filename="${fileName}"`
}
