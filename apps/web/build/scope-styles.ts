const scope = '.office365-email'

/** No style of a host is inherited: these are the values of an element in an empty document. */
const start = `${scope}{all:initial;display:block;container:office365-email/inline-size}`

/** A selector of the root of a document, in any of the ways in which style sheets write it. */
const rootSelector = /:root\b|:host\(([^)]*)\)|:host\b|(?<![\w.#-])(?:html|body)(?![\w-])|#root\b/g

/** Mantine multiplies its own sizes with `--mantine-scale`. */
const unscaledRem = /(?<![\w.#-])(-?(?:\d+\.)?\d+|-?\.\d+)rem\b(?!\s*\*\s*var\(--mantine-scale\))/g

/** A condition about the width of the window. */
const widthQuery = /@media\s*(\([^{()]*width[^{()]*\))\s*\{/g

const scopeSelector = (selector: string): string => selector.replaceAll(rootSelector, (_, own = '') => `${scope}${own}`)

/**
 * Turns the style sheets of the document into those of a shadow root:
 *
 * - Rules for the root of the document apply to the outermost element in the shadow root.
 * - A `rem` does not depend on the font size of the host's document.
 * - The width of the pages decides, not the width of the window, because the host has navigation of its own.
 */
export const scopeStyles = (css: string): string =>
  start +
  css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/([^{};]+)\{/g, (rule, selector: string) =>
      selector.trimStart().startsWith('@') ? rule : `${scopeSelector(selector)}{`,
    )
    .replaceAll(unscaledRem, 'calc($1rem*var(--mantine-scale))')
    .replaceAll(widthQuery, '@container office365-email $1{')
