import { office365Texts } from '../texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'

const texts = office365Texts.sharing

/** For which case the scripts beside it are written. */
export const SharingNote = ({ app: { state, sharing } }: { app: KnownSharing }) => (
  <p className="small">{state === 'answered' ? texts.known[sharing] : `${texts.why[state]} ${texts.known.unknown}`}</p>
)
