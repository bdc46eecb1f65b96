import type { z } from 'zod'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { Action } from './action.ts'
import { credentialActions } from './credential-actions.ts'
import { permissionActions } from './permission-actions.ts'
import { secretActions } from './secret-actions.ts'
import { serviceActions } from './service-actions.ts'

export const actions = { ...secretActions, ...credentialActions, ...permissionActions, ...serviceActions }

export type ActionName = keyof typeof actions

type Bound<A> = A extends Action<infer Input, infer Result> ? (input: z.input<Input>) => Result : never

/** Each action as a method that takes its input. */
export type EmulatorControl = { [Name in ActionName]: Bound<(typeof actions)[Name]> }

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(actions, name)
}

/** Checks the input and runs the action. Throws a ZodError, or an Error that names what does not exist. */
export function runAction(state: EmulatorState, name: ActionName, input: unknown): unknown {
  const action: Action = actions[name]
  return action.run(state, action.input.parse(input))
}

export function createControl(state: EmulatorState): EmulatorControl {
  const entries = Object.keys(actions)
    .filter(isActionName)
    .map((name) => [name, (input: unknown) => runAction(state, name, input)])
  // Built from the same table as the type, which `Object.fromEntries` cannot know.
  return Object.fromEntries(entries) as EmulatorControl
}
