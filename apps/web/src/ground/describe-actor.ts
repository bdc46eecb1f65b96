import type { ActorReference } from '@office365-email/shared/actor-reference'

/** Who did something, in a sentence: a person by name, everything else by what it is. */
export function describeActor({ kind, name }: ActorReference): string {
  switch (kind) {
    case 'person':
      return name
    case 'service-key':
      return `the service key “${name}”`
    case 'intake-link':
      return 'an intake link'
    case 'operator':
      return 'an operator, by command'
    case 'system':
      return 'Unified Dashboard itself'
  }
}
