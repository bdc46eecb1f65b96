import { isMounted, place } from '../place.ts'

/** A link to a part of the same page. Browsers themselves find the target of a fragment only in the document. */
export const JumpLink = ({ to, children }: { to: string; children: string }) => (
  <a
    href={`#${to}`}
    onClick={(event) => {
      if (!isMounted()) return
      event.preventDefault()
      const part = place.root.getElementById(to)
      if (part instanceof HTMLDetailsElement) part.open = true
      part?.scrollIntoView()
      part?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true })
    }}
  >
    {children}
  </a>
)
