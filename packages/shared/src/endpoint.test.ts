import { describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod/mini'
import { type BodyInputOf, type Endpoint, type ParamsOf, pathOf, type ResponseOf } from './endpoint.ts'
import { mailEndpoints, shellEndpoints } from './endpoints.ts'
import type { ConfigurationView } from './office365-configuration.ts'

const all: [string, Endpoint][] = Object.entries({ ...mailEndpoints, ...shellEndpoints })

describe('the table of endpoints', () => {
  it('contains every operation, and every method of a path, once', () => {
    expect(all).toHaveLength(Object.keys(mailEndpoints).length + Object.keys(shellEndpoints).length)
    const routes = all.map(([, { method, path }]) => `${method} ${path}`)
    expect(new Set(routes).size).toBe(routes.length)
  })

  it('has a bot in the path of every operation with a limit for each bot', () => {
    const withoutBot = all.filter(([, { rateLimit, path }]) => rateLimit && !path.startsWith('/bots/:botId/'))
    expect(withoutBot).toEqual([])
  })

  it('has examples that fit their schemas', () => {
    const wrong = all.flatMap(([name, { body, bodyExamples = {}, responses }]) => [
      ...Object.values(bodyExamples).map(({ value }) => [name, body && z.safeParse(body, value).success]),
      ...Object.values(responses).map(({ schema, example }) => [
        name,
        example === undefined || (schema !== null && z.safeParse(schema, example).success),
      ]),
    ])
    expect(wrong.filter(([, fits]) => !fits)).toEqual([])
  })

  it('fills a path with encoded values', () => {
    expect(pathOf(mailEndpoints.readMessage, { botId: 'orders', messageId: 'a/b?c' })).toBe(
      '/bots/orders/messages/a%2Fb%3Fc',
    )
  })

  it('has the types of its paths, bodies and responses', () => {
    expectTypeOf<ParamsOf<typeof mailEndpoints.readMessage>>().toEqualTypeOf<Record<'botId' | 'messageId', string>>()
    expectTypeOf<ParamsOf<typeof mailEndpoints.readSending>>().toEqualTypeOf<Record<never, string>>()
    expectTypeOf<ResponseOf<typeof mailEndpoints.readConfiguration>>().toEqualTypeOf<ConfigurationView>()
    expectTypeOf<ResponseOf<typeof mailEndpoints.removeConfiguration>>().toEqualTypeOf<null>()
    expectTypeOf<BodyInputOf<typeof shellEndpoints.saveBot>>().toEqualTypeOf<{ name: string }>()
    expectTypeOf<BodyInputOf<typeof shellEndpoints.readBot>>().toEqualTypeOf<never>()
  })
})
