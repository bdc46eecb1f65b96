import { MantineProvider } from '@mantine/core'
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { resolveCssVariables, theme } from './theme.ts'

/** Mantine's default colors, which no page uses. */
const unused = /^\s*--mantine-color-(red|pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)-/

/** In the format of the formatter, so that the formatter does not change the file. */
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

// The content security policy forbids <style> elements, so Mantine's variables are in a file.
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
