import { expect, it } from 'vitest'
import { scopeStyles } from './scope-styles.ts'

const scoped = (css: string) => {
  const [, rest] = /^\.office365-email\{all:initial[^}]*\}(.*)$/s.exec(scopeStyles(css)) ?? []
  return rest
}

it.each([
  [':root,:host{--a:1px}', '.office365-email,.office365-email{--a:1px}'],
  [':root[data-x="y"],:host([data-x="y"]){}', '.office365-email[data-x="y"],.office365-email[data-x="y"]{}'],
  ['html:has(dialog[open]){overflow:hidden}', '.office365-email:has(dialog[open]){overflow:hidden}'],
  ['body,:host{margin:0}', '.office365-email,.office365-email{margin:0}'],
  ['#root :is(header,nav){}', '.office365-email :is(header,nav){}'],
  ['._body_1{color:red}.tbody,tbody,.html-x{}', '._body_1{color:red}.tbody,tbody,.html-x{}'],
])('applies rules for the root of the document to the outermost element: %s', (css, expected) => {
  expect(scoped(css)).toBe(expected)
})

it('does not let the font size of the host count', () => {
  expect(scoped('a{margin:.5rem -1rem 1.25rem 0}')).toBe(
    'a{margin:calc(.5rem*var(--mantine-scale)) calc(-1rem*var(--mantine-scale)) calc(1.25rem*var(--mantine-scale)) 0}',
  )
  expect(scoped('a{width:calc(2rem * var(--mantine-scale));height:calc(2rem*var(--mantine-scale))}')).toBe(
    'a{width:calc(2rem * var(--mantine-scale));height:calc(2rem*var(--mantine-scale))}',
  )
})

it('lets the width of the pages decide instead of the width of the window', () => {
  expect(scoped('@media (width<40em){a{b:c}}')).toBe('@container office365-email (width<40em){a{b:c}}')
  expect(scoped('@media (prefers-reduced-motion:reduce){a{b:c}}')).toBe(
    '@media (prefers-reduced-motion:reduce){a{b:c}}',
  )
})
