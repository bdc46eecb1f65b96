import type { Clues } from './read-clues.ts'

/** The identifiers that Microsoft's message names, in lower case. */
export interface NamedIds {
  client: string | null
  tenant: string | null
  user: string | null
}

const clientForms = [
  /application with identifier '([^']{1,120})'/,
  /(?:client )?application '?\{?([0-9a-f-]{36})/,
  /for app '([^']{1,120})'/,
  /application with id '([^']{1,120})'/,
]
const tenantForms = [
  /in the directory '([^']{1,120})'/,
  /tenant '([^']{1,120})' not found/,
  /tenant identifier '([^']{1,120})'/,
  /in the tenant (?:named )?'?\{?([0-9a-f-]{36})/,
  /tenant guid '?([0-9a-f-]{36})/,
]
const userForms = [/requested user '([^']{1,200})'/, /resource '([^']{1,200})' does not exist/]

const find = (text: string, forms: readonly RegExp[]): string | null =>
  forms.map((form) => form.exec(text)?.[1]).find((found) => found !== undefined) ?? null

export const readNamedIds = ({ text }: Clues): NamedIds => ({
  client: find(text, clientForms),
  tenant: find(text, tenantForms),
  // Exchange writes "object ID @ tenant ID"; an address keeps its domain.
  user: find(text, userForms)?.replace(/@[0-9a-f-]{36}$/, '') ?? null,
})
