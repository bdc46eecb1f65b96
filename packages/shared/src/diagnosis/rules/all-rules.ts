import { inLayer, type LayeredRule } from '../rule.ts'
import { broadCodes, statusRules } from './broad.ts'
import { entraDetails } from './entra-details.ts'
import { entraNumberFamilies, entraNumbers } from './entra-numbers.ts'
import { entraSentences } from './entra-sentences.ts'
import { acceptedMessages, foreignSenders, webhooks } from './foreign.ts'
import { graphCodes } from './graph-codes.ts'
import { graphDetails } from './graph-details.ts'
import { graphSentences } from './graph-sentences.ts'
import { networkCodes, networkSentences, networkWrappers, webPages } from './network.ts'
import { mailProtocols, smtpReplies } from './smtp.ts'

/** Every rule, in the order in which they decide. No rule names `mailbox_mismatch`: only the configuration shows it. */
export const allRules: readonly LayeredRule[] = [
  ...inLayer('foreign', [...acceptedMessages, ...foreignSenders, ...webhooks, ...mailProtocols]),
  ...inLayer('detail', [...entraDetails, ...graphDetails]),
  ...inLayer('code', [...entraNumbers, ...smtpReplies, ...graphCodes, ...networkCodes]),
  ...inLayer('sentence', [...networkSentences, ...webPages, ...entraSentences, ...graphSentences]),
  ...inLayer('broad', [...entraNumberFamilies, ...broadCodes, ...networkWrappers]),
  ...inLayer('status', statusRules),
]
