/** A browser without pages that keeps cookies and follows redirects one at a time. */
export function createBrowser(publicUrl: string, url: string) {
  const cookies = new Map<string, string>()
  const visited: string[] = []
  const makeHeaders = () => ({
    accept: 'text/html',
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  })

  async function step(target: URL): Promise<Response> {
    const address = target.origin === publicUrl ? `${url}${target.pathname}${target.search}` : target.href
    visited.push(target.href)
    const response = await fetch(address, { headers: makeHeaders(), redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (/max-age=0|1970/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  return {
    cookies,
    visited,
    step,
    /** Opens a path of the server and follows redirects until `isEnough` or the last one. */
    async open(
      path: string,
      isEnough: (next: URL) => boolean = () => false,
    ): Promise<{ response: Response; next: URL | null }> {
      let target = new URL(path, publicUrl)
      for (let hops = 0; hops < 10; hops += 1) {
        const response = await step(target)
        const location = response.headers.get('location')
        if (location === null) return { response, next: null }
        target = new URL(location, target)
        if (isEnough(target)) return { response, next: target }
      }
      throw new Error('Too many redirects')
    },
  }
}
