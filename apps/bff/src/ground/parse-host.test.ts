import { expect, it } from 'vitest'
import { isLoopback } from './is-loopback.ts'
import { parseHost, parseOrigin } from './parse-host.ts'

it.each([
  ['mail.example', 'https:', 'mail.example'],
  ['MAIL.Example', 'https:', 'mail.example'],
  ['mail.example:443', 'https:', 'mail.example'],
  ['mail.example:0443', 'https:', 'mail.example'],
  ['mail.example:', 'https:', 'mail.example'],
  ['mail.example.', 'https:', 'mail.example'],
  ['mail.example.:443', 'https:', 'mail.example'],
  ['mail.example:80', 'https:', 'mail.example:80'],
  ['mail.example:80', 'http:', 'mail.example'],
  ['mail.example:443', 'http:', 'mail.example:443'],
  ['xn--bcher-kva.example', 'https:', 'xn--bcher-kva.example'],
  ['XN--BCHER-KVA.example', 'https:', 'xn--bcher-kva.example'],
  ['[2001:DB8:0::1]', 'https:', '[2001:db8::1]'],
  ['[2001:db8::1]:443', 'https:', '[2001:db8::1]'],
  ['[2001:db8::1]:8443', 'https:', '[2001:db8::1]:8443'],
  ['203.0.113.9:443', 'https:', '203.0.113.9'],
])('reads the host %s with %s as %s', (text, protocol, host) => {
  expect(parseHost(text, protocol)?.host).toBe(host)
})

it.each([
  '',
  '.',
  ':443',
  'mail.example:port',
  'mail.example:99999',
  'mail.example/path',
  'user@mail.example',
  'mail.example?',
  'mail.example#',
  'mail.exa\tmple',
  ' mail.example',
  'mail.example,other.example',
  '2001:db8::1',
  '[2001:db8::1',
  'b\u00fccher.example',
])('reads no host from %j', (text) => {
  expect(parseHost(text, 'https:')).toBe(null)
})

it.each([
  ['https://mail.example', 'https://mail.example'],
  ['HTTPS://Mail.Example:443', 'https://mail.example'],
  ['https://mail.example.', 'https://mail.example'],
  ['https://mail.example:8443', 'https://mail.example:8443'],
  ['http://mail.example', 'http://mail.example'],
  ['https://mail.example/', null],
  ['null', null],
  ['', null],
  ['mail.example', null],
])('reads the origin %j as %j', (text, origin) => {
  expect(parseOrigin(text)).toBe(origin)
})

it.each([
  ['localhost', true],
  ['LocalHost', true],
  ['localhost.', true],
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['[::1]', true],
  ['0:0:0:0:0:0:0:1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['128.0.0.1', false],
  ['127.0.0.1.example', false],
  ['localhost.example', false],
  ['', false],
])('knows whether %s is this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
