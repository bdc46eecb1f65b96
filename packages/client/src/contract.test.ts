import type { BodyInputOf, QueryInputOf, ResponseOf } from '@office365-email/shared/endpoint'
import type { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import type { sendMessageEndpoints } from '@office365-email/shared/endpoints/send-message'
import type * as shared from '@office365-email/shared/problem'
import type { Attachment as ParsedAttachment, recipientSchema, SendMessage } from '@office365-email/shared/send-message'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Attachment, ListFilter, Message, MessagePage, MessageToSend, RecipientInput, Warning } from './message.ts'
import type { Diagnosis, MailProblem, ProblemSlug } from './problem.ts'
import type { SendOutcome } from './send-outcome.ts'

type Send = typeof sendMessageEndpoints.sendMessage
type Sent = ResponseOf<Send>

// `tsc -b` runs these tests.
describe('the types of the client', () => {
  it('allow exactly the members of a message that the server accepts', () => {
    expectTypeOf<keyof MessageToSend>().toEqualTypeOf<keyof BodyInputOf<Send>>()
    expectTypeOf<keyof Attachment>().toEqualTypeOf<keyof ParsedAttachment>()
    expectTypeOf<MessageToSend>().toExtend<BodyInputOf<Send>>()
    expectTypeOf<SendMessage>().toExtend<MessageToSend>()
    expectTypeOf<RecipientInput>().toExtend<BodyInputOf<{ body: typeof recipientSchema }>>()
  })

  it('fit the responses of the table of endpoints', () => {
    expectTypeOf<ResponseOf<typeof messageEndpoints.readMessage>>().toExtend<Message>()
    expectTypeOf<keyof Message>().toEqualTypeOf<keyof ResponseOf<typeof messageEndpoints.readMessage>>()
    expectTypeOf<ResponseOf<typeof messageEndpoints.listMessages>>().toExtend<MessagePage>()
    // Only pages show counts.
    expectTypeOf<Exclude<keyof QueryInputOf<typeof messageEndpoints.listMessages>, 'counts'>>().toEqualTypeOf<
      keyof ListFilter
    >()
    expectTypeOf<Sent['state']>().toEqualTypeOf<Extract<SendOutcome, { message: unknown }>['outcome']>()
    expectTypeOf<NonNullable<Sent['warnings']>>().toEqualTypeOf<Warning[]>()
  })

  it('know every problem of sending', () => {
    expectTypeOf<Send['problems'][number]>().toExtend<ProblemSlug>()
    expectTypeOf<ProblemSlug>().toExtend<shared.ProblemSlug>()
    expectTypeOf<NonNullable<shared.ProblemDocument['diagnosis']>>().toExtend<Diagnosis>()
    expectTypeOf<keyof Diagnosis>().toEqualTypeOf<keyof NonNullable<shared.ProblemDocument['diagnosis']>>()
  })

  it('allow one switch over all outcomes', () => {
    const describeOutcome = (result: SendOutcome): string => {
      switch (result.outcome) {
        case 'accepted':
        case 'queued':
        case 'simulated':
          return result.message.id
        case 'not-sent':
          return result.problem.slug
        case 'delivery-unknown':
          return result.messageId ?? result.idempotencyKey
        default:
          return result satisfies never
      }
    }
    expect(describeOutcome({ outcome: 'queued', message: { id: '1', warnings: [] }, idempotencyKey: 'k' })).toBe('1')
  })

  it('show no message before every other outcome is handled', () => {
    const unsafe = (result: SendOutcome): string => {
      // @ts-expect-error The message may not have been sent.
      const message = result.message
      if (result.outcome === 'not-sent') return result.problem.slug
      // @ts-expect-error Its delivery may be unknown.
      const { id } = result.message
      if (result.outcome === 'delivery-unknown') return result.problem.slug
      // @ts-expect-error It may be queued.
      const { microsoft } = result.message
      return `${message}${id}${microsoft}${result.message.id}`
    }
    expectTypeOf(unsafe).returns.toBeString()
    expectTypeOf<Extract<SendOutcome, { problem: MailProblem }>['outcome']>().toEqualTypeOf<
      'not-sent' | 'delivery-unknown'
    >()
  })
})
