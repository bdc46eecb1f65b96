import type { IncomingMessage } from 'node:http'

/** The values of a header as they were sent. Of some headers, Node's `headers` has only the first value. */
export function valuesOf({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index] ?? ''
    if (sent.length === name.length && sent.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '')
  }
  return values
}

/** All values, joined as RFC 9110 (5.3) says; undefined without the header. */
export function readHeader(request: Pick<IncomingMessage, 'rawHeaders'>, name: string): string | undefined {
  const values = valuesOf(request, name)
  return values.length > 0 ? values.join(', ') : undefined
}
