import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'

// jsdom has no layout: these are the browser's parts that Mantine asks for.
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
// Nor does it know <search>, and React complains of elements that a browser does not know.
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
