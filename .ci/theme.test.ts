import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  contrastPairs,
  type Scheme,
  themeColors,
  themeSizes,
  themeVariableNames,
} from '../packages/shared/src/theme.ts'

const read = (file: string) => readFileSync(`${import.meta.dirname}/../${file}`, 'utf8')
const docs = read('docs/theme.md')
const styles = 'apps/web/src/ground/styles'
const hostTheme = read(`${styles}/host-theme.css`)
const ownColors = read(`${styles}/theme-variables.css`)

/** The values that a color has if no host sets it. What is only similar to its purpose may have another value. */
function fallbacksOf(variable: string, scheme: Scheme): string[] {
  const block = new RegExp(`^:root\\[data-mantine-color-scheme="${scheme}"\\] \\{(.*?)^\\}`, 'ms').exec(hostTheme)
  const [, inScheme = ''] = block ?? []
  const fallback = new RegExp(`var\\(${variable}, (?:(#\\w+)|var\\((--[\\w-]+)\\))\\)`, 'g')
  return Array.from((inScheme.includes(variable) ? inScheme : hostTheme).matchAll(fallback), ([, color, name = '']) =>
    inFull(color ?? new RegExp(`${name}: (#\\w+);`).exec(ownColors)?.[1]),
  )
}

const inFull = (color = '') => (color.length === 4 ? color.replaceAll(/\w/g, '$&$&') : color)

it.each(Object.entries(themeColors))('says which color %s has without a theme', (name, { light, dark, colors }) => {
  const variable = `--office365-email-${name}`
  expect(fallbacksOf(variable, 'light')).toContain(light)
  expect(fallbacksOf(variable, 'dark')).toContain(dark)
  expect(docs).toContain(`| \`${variable}\` | \`${light}\` | \`${dark}\` | ${colors} |`)
})

it.each(Object.entries(themeSizes))('describes %s', (name, { value, changes }) => {
  expect(docs).toContain(`| \`--office365-email-${name}\` | \`${value}\` | ${changes} |`)
})

it('uses exactly the variables that are documented', () => {
  const used = new Set(Array.from(hostTheme.matchAll(/--office365-email-[\w-]+/g), ([name]) => name))
  expect([...used].toSorted()).toEqual(themeVariableNames.toSorted())
})

it('documents every pair of colors that are seen on each other', () => {
  for (const { text, background, required } of contrastPairs)
    expect(docs).toMatch(new RegExp(`^\\| \`${text}\` \\|.*\`${background}\`.*\\| ${required}:1 \\|$`, 'm'))
})
