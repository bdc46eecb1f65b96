import type { DiagnosisContext } from './diagnosis-context.ts'
import type { Clues } from './read-clues.ts'
import { sharpenCloud } from './sharpen-cloud.ts'
import { sharpenIds } from './sharpen-ids.ts'
import { sharpenPermission } from './sharpen-permission.ts'
import { sharpenSecret } from './sharpen-secret.ts'
import { sharpenSender } from './sharpen-sender.ts'
import type { Sharpener, Verdict } from './verdict.ts'

const sharpeners: readonly Sharpener[] = [sharpenCloud, sharpenIds, sharpenSecret, sharpenPermission, sharpenSender]

/** Corrects a verdict with facts about the configuration; the first sharpener that applies decides. */
export function sharpen(verdict: Verdict, clues: Clues, context: DiagnosisContext): Verdict {
  for (const sharpener of sharpeners) {
    const sharper = sharpener(verdict, clues, context)
    if (sharper !== null) return sharper
  }
  return verdict
}
