import { MantineProvider } from '@mantine/core'
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { resolveCssVariables, theme } from './theme.ts'

/** Mantine's own colours, of which nothing here is painted. */
const unused = /^\s*--mantine-color-(red|pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)-/

/** Laid out as the formatter would, so that it leaves the file alone. */
const readable = (css: string) =>
  [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    .map(([, selectors = '', declarations = '']) => {
      const lines = declarations
        .split(';')
        .filter((declaration) => declaration.trim() !== '' && !unused.test(declaration))
      return `${selectors.trim().replaceAll(', ', ',\n')} {\n${lines.map((line) => `  ${line.trim()};\n`).join('')}}\n`
    })
    .join('\n')
    .replaceAll("'", '"')

// A strict content security policy lets no <style> element in, so what Mantine would put there is a file of ours.
it('keeps the style sheet of CSS variables in step with the theme', async () => {
  const { container } = render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveCssVariables}
      deduplicateCssVariables={false}
      withGlobalClasses={false}
    >
      text
    </MantineProvider>,
  )
  const css = container.querySelector('style')?.textContent ?? ''
  expect(css).toContain('--mantine-color-brand-6')
  await expect(readable(css)).toMatchFileSnapshot('./theme-variables.css')
})
