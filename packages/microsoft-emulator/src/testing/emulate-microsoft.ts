import { afterAll, beforeAll, beforeEach } from 'vitest'
import {
  type MicrosoftEmulator,
  type MicrosoftEmulatorOptions,
  startMicrosoftEmulator,
} from '../start-microsoft-emulator.ts'

/** Starts one emulator for a test file and resets it before each test. */
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
