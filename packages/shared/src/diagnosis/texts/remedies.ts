import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { foreignTexts } from './foreign-texts.ts'
import { graphTexts } from './graph-texts.ts'
import { networkTexts } from './network-texts.ts'
import { ownTexts } from './own-texts.ts'
import { tokenTexts } from './token-texts.ts'

/** The meaning of each cause, and the steps that fix it. */
export const remedies: Readonly<Record<Cause, Remedy>> = {
  ...tokenTexts,
  ...networkTexts,
  ...graphTexts,
  ...foreignTexts,
  ...ownTexts,
} satisfies Record<Cause, Remedy>
