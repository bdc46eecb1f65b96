import { useEffect, useState } from 'react'

/** Code that only some states of a page need. */
export interface Part<Code> {
  load(): Promise<void>
  /** Undefined until it is loaded. */
  current(): Code | undefined
}

export function createPart<Code>(load: () => Promise<Code>): Part<Code> {
  let code: Code | undefined
  return {
    async load() {
      code ??= await load()
    },
    current: () => code,
  }
}

/**
 * What is loaded of a part, and whether the attempt has ended. Unlike with `lazy`, a page that waits for the end shows no
 * fallback, and nothing moves later.
 */
export function usePart<Code>(part: Part<Code>, isNeeded: boolean): { code: Code | undefined; isSettled: boolean } {
  const [hasEnded, setEnded] = useState(false)
  useEffect(() => {
    const end = () => setEnded(true)
    if (isNeeded) void part.load().then(end, end)
  }, [part, isNeeded])
  const code = part.current()
  return { code, isSettled: hasEnded || code !== undefined }
}
