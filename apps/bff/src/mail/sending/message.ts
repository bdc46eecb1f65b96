import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import type { Message as MessageView } from '@office365-email/shared/message'

/** A message as it is stored, with its diagnosis as data. */
export type Message = Omit<MessageView, 'diagnosis'> & { diagnosis?: Diagnosis }

export const presentMessage = ({ diagnosis, ...message }: Message, reader: { forService: boolean }): MessageView => ({
  ...message,
  ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis, reader) }),
})
