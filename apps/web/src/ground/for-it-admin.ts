import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'

const address = (text: string): string =>
  text
    .replace(/Ask your IT admin to (\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/ask your IT admin to /g, '')
    .replace(
      /([Aa])sk your IT admin (which|whether|about)/g,
      (_, letter: string, rest: string) => `${letter === 'A' ? 'F' : 'f'}ind out ${rest}`,
    )
    .replace(/to your IT admin/g, 'to the person who asked you')

/** The texts of a diagnosis tell an admin what to ask their IT admin for. This tells it to the IT admin. */
export const forItAdmin = (diagnosis: DiagnosisView): DiagnosisView => ({
  ...diagnosis,
  explanation: address(diagnosis.explanation),
  nextSteps: diagnosis.nextSteps.map(address),
})
