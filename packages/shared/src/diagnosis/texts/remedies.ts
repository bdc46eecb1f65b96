import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { graphTexts } from './graph-texts.ts'
import { networkTexts } from './network-texts.ts'
import { tokenTexts } from './token-texts.ts'

/** What each cause means and what to do about it. */
export const remedies: Readonly<Record<Cause, Remedy>> = {
  ...tokenTexts,
  ...networkTexts,
  ...graphTexts,
} satisfies Record<Cause, Remedy>
