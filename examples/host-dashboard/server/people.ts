export interface Bot {
  id: string
  name: string
}

export const bots: readonly Bot[] = [
  { id: 'orders', name: 'Orders' },
  { id: 'invoices', name: 'Invoices' },
  { id: 'returns', name: 'Returns' },
]

export interface Person {
  /** The subject at the identity provider. */
  id: string
  name: string
  email: string
  role: 'owner' | 'admin'
  botIds: 'all' | string[]
}

const people: readonly Person[] = [
  { id: 'grace', name: 'Grace Hopper', email: 'grace@contoso.example', role: 'owner', botIds: 'all' },
  { id: 'alan', name: 'Alan Turing', email: 'alan@contoso.example', role: 'admin', botIds: ['orders'] },
]

export const findPerson = (id: string): Person | null => people.find((person) => person.id === id) ?? null

export const botsOf = ({ botIds }: Pick<Person, 'botIds'>): Bot[] =>
  bots.filter(({ id }) => botIds === 'all' || botIds.includes(id))
