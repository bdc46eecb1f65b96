import type { Endpoint } from '@office365-email/shared/endpoint'
import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRaw } from '../../testing/raw-request.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: { required: boolean; content: Record<string, { schema: { properties: Record<string, unknown> } }> }
  responses: Record<string, { headers?: Record<string, unknown> }>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, unknown>
}

const table = { ...mailEndpoints, ...shellEndpoints }
let server: TestServer
let document: Document

beforeAll(async () => {
  server = await startTestServer()
  document = (await server.anonymous().get('/openapi.json')).body
})
afterAll(() => server.close())

const operationOf = (name: keyof typeof table): Operation | undefined =>
  Object.values(document.paths)
    .flatMap((operations) => Object.values(operations))
    .find(({ operationId }) => operationId === name)

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) })
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
    expect(document.openapi).toBe('3.1.0')
  })

  it('has every operation of the table, and no other', () => {
    const documented = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    )
    expect(documented.sort()).toEqual(Object.keys(table).sort())
  })

  it('keeps the defaults of a request, including those of transformed values', () => {
    const { properties } = operationOf('sendMessage')?.requestBody?.content['application/json']?.schema ?? {}
    expect(properties).toMatchObject({ to: { default: [] }, cc: { default: [] }, saveToSentItems: { default: true } })
    expect(operationOf('listMessages')?.parameters).toContainEqual(
      expect.objectContaining({ name: 'limit', required: false, schema: expect.objectContaining({ default: '50' }) }),
    )
  })

  it('names the headers of requests and responses, and optional bodies', () => {
    expect(operationOf('submitConfiguration')?.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match' }))
    expect(operationOf('readConfiguration')?.responses['200']?.headers).toHaveProperty('ETag')
    expect(operationOf('createIntakeLink')?.requestBody?.required).toBe(false)
    expect(operationOf('saveBot')?.requestBody?.required).toBe(true)
  })

  it('describes the alerts that this server posts', () => {
    expect(document.webhooks).toMatchObject({ alert: { post: { responses: { '2XX': {} } } } })
  })
})

describe('a path of the table', () => {
  it('refuses every other method, and names its own', async () => {
    const port = Number(new URL(server.url).port)
    const methodsByPath = Map.groupBy(Object.values(table), ({ path }) => path)
    for (const [path, endpoints] of methodsByPath) {
      const own = endpoints.map(({ method }) => method)
      const hasHead = endpoints.some(({ method, refusesHead }: Endpoint) => method === 'GET' && !refusesHead)
      const methods = [...own, ...(hasHead ? ['HEAD'] : []), 'OPTIONS'].sort()
      const other = `TRACE /api/v1${path.replace(/:\w+/g, 'x')} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
      const { status, text } = await sendRaw(port, other, { until: 'close' })
      const allow = /^allow: (.*)$/im.exec(text)?.[1]?.trim().split(', ').sort()
      expect({ path, status, allow }).toEqual({ path, status: 405, allow: methods })
    }
  })
})
