import {
  type CreatePerson,
  createPersonSchema,
  type PersonView,
  type UpdatePerson,
} from '@office365-email/shared/person'
import type { Role } from '@office365-email/shared/session'
import { faultOf } from '../../ground/read-faults.ts'
import { peopleTexts } from './texts.ts'

const texts = peopleTexts.form

export interface PersonForm {
  email: string
  name: string
  role: Role
  botIds: 'all' | readonly string[]
  password: string
}

export type PersonFaults = Partial<Record<'email' | 'name' | 'botIds' | 'password', string>>

export const formOf = (person: PersonView | null): PersonForm => ({
  email: person?.email ?? '',
  name: person?.name ?? '',
  role: person?.role ?? 'admin',
  botIds: person && person.role === 'admin' ? person.botIds : [],
  password: '',
})

export function findPersonFaults(form: PersonForm, person: PersonView | null): PersonFaults {
  const { role, botIds } = form
  const { shape } = createPersonSchema
  const name = person && faultOf(shape.name, form.name)
  const password = form.password === '' ? undefined : faultOf(shape.password, form.password)
  return {
    ...(person === null && faultOf(shape.email, form.email) && { email: texts.emailInvalid }),
    ...(name && { name }),
    ...(role === 'admin' && botIds.length === 0 && { botIds: texts.botsMissing }),
    ...(password && { password }),
  }
}

const reachOf = ({ botIds }: PersonForm): 'all' | string[] => (botIds === 'all' ? 'all' : [...botIds])

export const additionOf = (form: PersonForm): CreatePerson => ({
  email: form.email.trim(),
  ...(form.name.trim() && { name: form.name.trim() }),
  role: form.role,
  ...(form.role === 'admin' && { botIds: reachOf(form) }),
  ...(form.password && { password: form.password }),
})

const isSameReach = (one: 'all' | readonly string[], other: 'all' | readonly string[]) =>
  JSON.stringify(one === 'all' ? one : [...one].sort()) === JSON.stringify(other === 'all' ? other : [...other].sort())

/** Only the members that differ; null if none do. */
export function changesOf(form: PersonForm, person: PersonView): UpdatePerson | null {
  const reach = reachOf(form)
  const changes: UpdatePerson = {
    ...(form.name.trim() !== person.name && { name: form.name.trim() }),
    ...(form.role !== person.role && { role: form.role }),
    ...(form.role === 'admin' && !isSameReach(reach, person.botIds) && { botIds: reach }),
    ...(form.password && { password: form.password }),
  }
  return Object.keys(changes).length > 0 ? changes : null
}
