import { parseMailAddress } from '@office365-email/shared/mail-address'
import type { CreatePerson, PersonView, UpdatePerson } from '@office365-email/shared/person'
import type { Role } from '@office365-email/shared/session'
import { peopleTexts } from './texts.ts'

const texts = peopleTexts.form

/** As the server asks. */
export const leastPasswordLength = 12

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
  const { email, name, role, botIds, password } = form
  return {
    ...(person === null && parseMailAddress(email) === null && { email: texts.emailInvalid }),
    ...(person !== null && name.trim() === '' && { name: texts.nameMissing }),
    ...(role === 'admin' && botIds.length === 0 && { botIds: texts.botsMissing }),
    ...(password !== '' &&
      password.length < leastPasswordLength && { password: texts.passwordShort(leastPasswordLength) }),
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

/** Only what is different; null where nothing is. */
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
