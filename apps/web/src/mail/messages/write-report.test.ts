import type { Message } from '@office365-email/shared/message'
import { expect, it } from 'vitest'
import { writeReport } from './write-report.ts'

const message: Message = {
  id: '0192-4711',
  botId: 'orders',
  state: 'accepted',
  source: { kind: 'service', name: 'shop' },
  to: [{ address: 'grace@example.com' }],
  cc: [],
  bcc: [{ address: 'boss@example.com' }],
  subject: 'Your order',
  createdAt: '2026-11-01T08:00:00.000Z',
  settledAt: '2026-11-01T08:00:05.000Z',
  attempts: 1,
  microsoft: { requestId: 'request-1' },
}

it('names what Microsoft asks for, and leaves out what is not known', () => {
  const report = writeReport({ message, botName: 'Orders', mailbox: 'bot@contoso.com', tenantId: 't', clientId: null })
  expect(report).toContain('Request ID: request-1\nClient request ID: 0192-4711\n')
  expect(report).toContain('Recipients: grace@example.com, boss@example.com\nMailbox: bot@contoso.com\n')
  expect(report).toContain('message trace')
  expect(report).not.toMatch(/undefined|null|Error code|Application/)
})
