/** The path of an address without its last slash: empty for a host. */
export const basePathOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/$/, '')

const complete = /^https?:\/\/[^/?#]*/i

/**
 * Removes the path of `PUBLIC_URL` from the target of a request. A target without it stays as it is: a proxy may have
 * removed it already.
 */
export function removeBasePath(target: string, basePath: string): string {
  if (basePath === '') return target
  const [origin = ''] = complete.exec(target) ?? []
  const path = target.slice(origin.length)
  if (!path.startsWith(basePath)) return target
  const rest = path.slice(basePath.length)
  if (rest.startsWith('/')) return `${origin}${rest}`
  return rest === '' || rest.startsWith('?') ? `${origin}/${rest}` : target
}
