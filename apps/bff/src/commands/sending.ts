import { auditEvent } from '../ground/audit/audit-event.ts'
import { releaseSending } from '../mail/sending/sending.ts'
import type { Command } from './command.ts'

export const sendingCommands: Record<string, Command> = {
  'hold-restored': {
    usage: 'hold-restored   (after a restore with another tool: no mail is sent, and queued messages become unknown)',
    options: [],
    async run({ dependencies: { storage }, context, print }) {
      await storage.sendingStore.holdRestored(auditEvent(context, 'sending.held', { details: { reason: 'restored' } }))
      print('This database sends no mail until an owner chooses "Send from here", or you run: admin release-sending')
      print('Everyone has to sign in again. Messages that were queued are now unknown.')
    },
  },
  'release-sending': {
    usage: 'release-sending   (ends the hold of a restored database)',
    options: [],
    async run({ dependencies, context, print }) {
      const isReleased = await releaseSending(dependencies.storage, context)
      print(isReleased ? 'Sending is released.' : 'Sending was not held.')
    },
  },
}
