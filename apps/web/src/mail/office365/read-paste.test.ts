import { describe, expect, it } from 'vitest'
import { looksLikeBlock, readPaste } from './read-paste.ts'

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

describe('a text that is pasted into a field', () => {
  it.each([
    `CLIENT_ID=${id}`,
    `"appId": "${id}",`,
    `Tenant ID: ${id}`,
    `$env:CLIENT_ID = '${id}'`,
    `User Email: a@contoso.com\nClient ID: ${id}`,
    `{"appId":"${id}"}`,
    `${id} 72f988bf-86f1-41af-91ab-2d7cd011db47`,
  ])('is treated as a block if it contains more than one value: %j', (text) => {
    expect(looksLikeBlock(text)).toBe(true)
  })

  it.each([
    id,
    ` ${id}\n`,
    `{${id}}`.slice(1),
    'bot@contoso.com',
    'contoso.onmicrosoft.com',
    'abc8Q~defghijklmnopqrstuvwxyz0123456789a',
    'k3=/+old:secret==',
    'https://login.microsoftonline.com/contoso.com',
  ])('is left to the field if it is one value: %j', (text) => {
    expect(looksLikeBlock(text)).toBe(false)
  })

  it('is parsed by the parser of blocks', async () => {
    expect((await readPaste(`CLIENT_ID=${id}`)).values).toEqual({ clientId: id })
  })
})
