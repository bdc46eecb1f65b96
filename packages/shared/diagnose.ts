import { createInterface } from 'node:readline'
import { diagnose } from './src/diagnosis/diagnose.ts'
import type { ReportedFailure } from './src/diagnosis/diagnosis.ts'
import { presentDiagnosis } from './src/diagnosis/present-diagnosis.ts'
import { describeOwner } from './src/diagnosis/texts/owner-texts.ts'

const members = ['stage', 'status', 'headers', 'body', 'raw']

/** A line that is not a failure in JSON is read as a piece of a log. */
function parseLine(line: string): ReportedFailure {
  try {
    const parsed: unknown = JSON.parse(line)
    const isFailure =
      typeof parsed === 'object' && parsed !== null && members.some((member) => Object.hasOwn(parsed, member))
    return isFailure ? parsed : { raw: line }
  } catch {
    return { raw: line }
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue
  const diagnosis = presentDiagnosis(diagnose(parseLine(line)))
  process.stdout.write(`${JSON.stringify({ ...diagnosis, ownerText: describeOwner(diagnosis) })}\n`)
}
