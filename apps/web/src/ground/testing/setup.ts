import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'

// A busy machine may need longer than the default of one second.
configure({ asyncUtilTimeout: 10_000 })

// jsdom has no layout: these are the browser APIs that Mantine calls.
window.matchMedia = (query) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener() {},
    removeListener() {},
  })
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.HTMLElement.prototype.scrollIntoView = () => {}
// jsdom does not know <search>, and React warns about unknown elements.
Object.defineProperty(window.HTMLUnknownElement.prototype, Symbol.toStringTag, { value: 'HTMLElement' })

let complaints: unknown[][] = []
const { error: consoleError } = console

beforeEach(() => {
  complaints = []
  console.error = (...args: unknown[]) => {
    complaints.push(args)
    consoleError(...args)
  }
})

afterEach(() => {
  cleanup()
  console.error = consoleError
  if (complaints.length > 0) throw new Error('console.error was called.')
})
