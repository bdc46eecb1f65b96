import type { Plugin } from 'vite'

/** The members of an endpoint that only the server reads. What a page sends it knows from types only. */
const serverMembers =
  /^(tag|summary|description|headers|example|bodyExamples|problems|refusedAs|rateLimit|ignoresInvalidCredentials|maxBodyBytes|params|query|body)$/

interface Member {
  key: { name?: string }
  start: number
  end: number
}

const isMember = (node: object): node is Member => 'type' in node && node.type === 'Property'

function findServerMembers(node: unknown): Member[] {
  if (typeof node !== 'object' || node === null) return []
  if (isMember(node) && serverMembers.test(node.key.name ?? '')) return [node]
  return Object.values(node).flatMap(findServerMembers)
}

/** Leaves out of the pages what only the server reads in the table of endpoints. */
export const slimEndpoints: Plugin = {
  name: 'slim-endpoints',
  apply: 'build',
  transform(code, id) {
    if (!/packages\/shared\/src\/endpoints\/[\w-]+\.ts$/.test(id)) return null
    return findServerMembers(this.parse(code)).reduceRight(
      (rest, { start, end }) => rest.slice(0, start) + rest.slice(end).replace(/^\s*,/, ''),
      code,
    )
  },
}
