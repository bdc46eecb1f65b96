import { MantineProvider } from '@mantine/core'
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import hostTheme from './host-theme.css?raw'
import { theme } from './theme.ts'

/** What no page uses: Mantine's default colors, variants of colors, and sizes. */
const unused = [
  /color-(red|pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)-/,
  /color-(dark-(text|filled|light|outline)|gray-(text|filled|outline)|brand-(text|outline)|danger-(text|light))/,
  /breakpoint-|line-height-|font-size-(lg|xl)|spacing-(md|lg|xl)|shadow-(xs|sm|lg)|font-weight-(regular|bold)|z-index-/,
  /h[1-6]-|heading-|font-family-headings|primary-color-(\d|contrast|light)/,
].map(({ source }) => new RegExp(`^\\s*--mantine-(${source})`))

/** What `host-theme.css` sets, so that a host can set it. */
const ofHost = new Set(Array.from(hostTheme.matchAll(/^ {2}(--mantine-[\w-]+):/gm), ([, name]) => name))

const isNeeded = (declaration: string) =>
  declaration.trim() !== '' &&
  !unused.some((pattern) => pattern.test(declaration)) &&
  !ofHost.has(declaration.split(':', 1).join('').trim())

/** In the format of the formatter, so that the formatter does not change the file. */
const readable = (css: string) =>
  [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    .map(([, selectors = '', declarations = '']) => {
      const lines = declarations.split(';').filter(isNeeded)
      const [root = ''] = selectors.trim().split(', ')
      return `${root} {\n${lines.map((line) => `  ${line.trim()};\n`).join('')}}\n`
    })
    .join('\n')
    .replaceAll("'", '"')

// The content security policy forbids <style> elements, so Mantine's variables are in a file.
it('keeps the style sheet of CSS variables in step with the theme', async () => {
  const { container } = render(
    <MantineProvider theme={theme} deduplicateCssVariables={false} withGlobalClasses={false}>
      text
    </MantineProvider>,
  )
  const css = container.querySelector('style')?.textContent ?? ''
  expect(css).toContain('--mantine-color-brand-6')
  await expect(readable(css)).toMatchFileSnapshot('./theme-variables.css')
})
