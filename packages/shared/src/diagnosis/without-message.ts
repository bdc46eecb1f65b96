import type { Diagnosis } from './diagnosis.ts'

/** Services get the verdict, but not Microsoft's own words. */
export function withoutMessage({ evidence: { message: _, ...evidence }, ...diagnosis }: Diagnosis): Diagnosis {
  return { ...diagnosis, evidence }
}
