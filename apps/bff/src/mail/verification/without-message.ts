import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'

/** Services get the verdict, but not Microsoft's own words. */
export function withoutMessage({ evidence: { message: _, ...evidence }, ...diagnosis }: Diagnosis): Diagnosis {
  return { ...diagnosis, evidence }
}
