import { createInterface } from 'node:readline'
import { diagnose } from './src/diagnosis/diagnose.ts'
import { type Failure, failureSchema } from './src/diagnosis/diagnosis.ts'

/** A line that is no failure in JSON is taken for a piece of a log. */
function parseLine(line: string): Failure {
  try {
    const parsed = failureSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : { raw: line }
  } catch {
    return { raw: line }
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() !== '') process.stdout.write(`${JSON.stringify(diagnose(parseLine(line)))}\n`)
}
