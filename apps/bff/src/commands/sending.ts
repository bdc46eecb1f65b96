import { auditEvent } from '../ground/audit/audit-event.ts'
import { releaseSending } from '../mail/sending/sending.ts'
import type { Command } from './command.ts'

export const sendingCommands: Record<string, Command> = {
  'hold-restored': {
    usage: 'hold-restored   (after a restore by other means: nothing is sent, and what waited becomes unknown)',
    options: [],
    async run({ dependencies: { storage }, context, print }) {
      await storage.sendingStore.holdRestored(auditEvent(context, 'sending.held', { details: { reason: 'restored' } }))
      print('Nothing is sent from this database until an owner chooses "Send from here", or: admin release-sending')
      print('Everybody has to sign in again. Messages that waited are unknown now.')
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
