import { stepTexts } from '../step-texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'

const texts = stepTexts.sharing

/** What the scripts next to it assume about other bots. */
export const SharingNote = ({ app: { state, sharing } }: { app: KnownSharing }) => (
  <p className="small">{state === 'answered' ? texts.known[sharing] : `${texts.why[state]} ${texts.known.unknown}`}</p>
)
