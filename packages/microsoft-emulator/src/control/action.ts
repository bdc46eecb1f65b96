import { z } from 'zod'
import type { Application, Mailbox, Tenant } from '../seed/seed.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { findApplication, findTenant } from '../state/find-in-directory.ts'

/** One change to the emulated Microsoft, made from code, through the control API, or with a button. */
export interface Action<Input extends z.ZodType = z.ZodType, Result = unknown> {
  input: Input
  run: (state: EmulatorState, input: z.output<Input>) => Result
}

export function defineAction<Input extends z.ZodType, Result>(
  input: Input,
  run: (state: EmulatorState, input: z.output<Input>) => Result,
): Action<Input, Result> {
  return { input, run }
}

/** Forms send strings, code sends values. */
export const flag = z.union([z.boolean(), z.stringbool()])
export const seconds = z.coerce.number().min(0).max(1e9)

export function getApplication(state: EmulatorState, clientId: string): Application {
  const application = findApplication(state.directory, clientId)
  if (!application) throw new Error(`The emulator has no application ${clientId}`)
  return application
}

export function getTenant(state: EmulatorState, idOrDomain: string): Tenant {
  const tenant = findTenant(state.directory, idOrDomain)
  if (!tenant) throw new Error(`The emulator has no tenant ${idOrDomain}`)
  return tenant
}

/** Finds by user ID, user principal name or primary address, in any tenant. */
export function getMailbox(state: EmulatorState, name: string): Mailbox {
  const wanted = name.toLowerCase()
  const mailbox = state.directory.mailboxes.find(({ userId, userPrincipalName, primarySmtpAddress }) =>
    [userId, userPrincipalName.toLowerCase(), primarySmtpAddress.toLowerCase()].includes(wanted),
  )
  if (!mailbox) throw new Error(`The emulator has no mailbox ${name}`)
  return mailbox
}

export function later(state: EmulatorState, afterSeconds: number): string {
  return new Date(state.now().getTime() + afterSeconds * 1000).toISOString()
}
