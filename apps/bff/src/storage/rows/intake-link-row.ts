import type { IntakeLink } from '../../mail/intake-links/intake-link.ts'
import type { IntakeLinkStep } from '../../mail/intake-links/intake-link-store.ts'

type Row = IntakeLink & { tokenHash: string; sealedWith: string | null }

export const toIntakeLink = ({ tokenHash: _, sealedWith: __, ...link }: Row): IntakeLink => link

export const withoutSecret = { sealedSecret: null, sealedWith: null }

/** The columns that a step changes. */
export const changesOf = ({ to, ...submission }: IntakeLinkStep) =>
  'submitted' in submission ? { state: to, ...submission } : { state: to, ...withoutSecret }
