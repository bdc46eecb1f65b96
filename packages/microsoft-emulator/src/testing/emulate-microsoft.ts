import { afterAll, beforeAll, beforeEach } from 'vitest'
import {
  type MicrosoftEmulator,
  type MicrosoftEmulatorOptions,
  startMicrosoftEmulator,
} from '../start-microsoft-emulator.ts'

/** One emulator for a test file, back at its seed before each test. */
export function emulateMicrosoft(options: MicrosoftEmulatorOptions = {}): { readonly emulator: MicrosoftEmulator } {
  let started: MicrosoftEmulator | undefined
  beforeAll(async () => {
    started = await startMicrosoftEmulator(options)
  })
  beforeEach(() => started?.reset())
  afterAll(() => started?.close())
  return {
    get emulator() {
      if (!started) throw new Error('The emulator starts with the first test')
      return started
    },
  }
}
