import type { Plugin } from 'vite'

/**
 * What the pages never use of Mantine, by module: elements of its provider that are turned off, because the style sheets
 * have their contents; its own colors, because `theme.ts` has those of the pages; transitions by their names; style properties, such
 * as `mt`, which a test forbids; and parts of components for other properties that no page sets.
 */
const unusedOfMantine: Record<string, string> = {
  MantineCssVariables: 'export const MantineCssVariables = () => null',
  MantineClasses: 'export const MantineClasses = () => null',
  'default-colors': 'export const DEFAULT_COLORS = {}',
  'default-variant-colors-resolver': 'export const defaultVariantColorsResolver = () => ({})',
  transitions: 'export const transitions = {}',
  'style-props-data': 'export const STYLE_PROPS_DATA = {}',
  'parse-style-props':
    'export const parseStyleProps = () => ({ hasResponsiveStyles: false, styles: {}, inlineStyles: {}, media: {} })',
  InlineStyles: 'export const InlineStyles = () => null',
  Bars: 'export const Bars = () => null',
  Dots: 'export const Dots = () => null',
  ButtonGroup: 'export const ButtonGroup = () => null',
  ButtonGroupSection: 'export const ButtonGroupSection = () => null',
  ActionIconGroup: 'export const ActionIconGroup = () => null',
  ActionIconGroupSection: 'export const ActionIconGroupSection = () => null',
  InputPlaceholder: 'export const InputPlaceholder = () => null',
  InputSuccess: 'export const InputSuccess = () => null',
  InputClearButton: 'export const InputClearButton = () => null',
}

/** The classes of what is left out: groups of buttons, and of those with an icon. */
const unusedClasses = /\.m_(80d6d844|70be2a01|1a0f1b21|437b6484)\b/

const isUnused = (selectors: string): boolean => selectors.split(',').every((selector) => unusedClasses.test(selector))

/** Removes rules of unused classes, and the scale, which no page changes. */
const slimStyles = {
  postcssPlugin: 'slim-styles',
  Rule(rule: { selector: string; remove(): unknown }) {
    if (isUnused(rule.selector)) rule.remove()
  },
  Declaration(declaration: { value: string }) {
    const value = declaration.value.replace(/calc\((-?[\d.]+rem) \* var\(--mantine-scale\)\)/g, '$1')
    if (value !== declaration.value) declaration.value = value
  },
}

export const slimMantine: Plugin = {
  name: 'slim-mantine',
  apply: 'build',
  load: (id) => unusedOfMantine[/@mantine\/core\/esm\/.*\/([\w-]+)\.mjs$/.exec(id)?.[1] ?? ''] ?? null,
  config: () => ({ css: { postcss: { plugins: [slimStyles] } } }),
}

/**
 * What the pages never use of the router, by module: forms and actions, fetchers, routes that are discovered later,
 * restoring the scroll position, its own page of errors, and pages or components that a server rendered.
 */
const unusedOfRouter: Record<string, readonly string[]> = {
  'router/router': [
    'handleAction',
    'fetch',
    'handleFetcherAction',
    'handleFetcherLoader',
    'discoverRoutes',
    'cancelDiscoveryNavigation',
    'patchRoutesImpl',
    'enableScrollRestoration',
  ],
  'dom/lib': [
    'useScrollRestoration',
    'ScrollRestoration',
    'HistoryRouter',
    'useSubmit',
    'useFormAction',
    'deserializeErrors',
  ],
  'dom/dom': ['getFormSubmissionInfo'],
  hooks: ['RSCErrorHandler', 'DefaultErrorComponent'],
}

/** What its code asks for options that are not set anywhere: instrumentation, and fetching a page before a click. */
const unsetOptions = /init\.instrumentations|shouldPrefetch && !isAbsolute/g

interface Span {
  start: number
  end: number
}

interface FunctionNode {
  id: { name: string }
  body: Span
}

interface CallNode {
  callee: { name?: string }
  arguments: (Span & { type: string })[]
}

const hasType = (node: object, type: string): boolean => 'type' in node && node.type === type

const isFunction = (node: object): node is FunctionNode => hasType(node, 'FunctionDeclaration')

const isCall = (node: object): node is CallNode => hasType(node, 'CallExpression')

/** Calls whose last argument explains a mistake of a developer. They stay: some of them throw. */
const reports = /^(invariant|warning|warningOnce)$/

const isText = ({ type }: { type: string }): boolean => /^(Literal|TemplateLiteral|BinaryExpression)$/.test(type)

function listNodes(node: unknown): object[] {
  if (typeof node !== 'object' || node === null) return []
  return [node, ...Object.values(node).flatMap(listNodes)]
}

const findMessages = (nodes: readonly object[]): Span[] =>
  nodes.flatMap((node) => {
    if (!isCall(node) || !reports.test(node.callee.name ?? '') || node.arguments.length < 2) return []
    const message = node.arguments.at(-1)
    return message && isText(message) ? [message] : []
  })

export const slimRouter: Plugin = {
  name: 'slim-router',
  apply: 'build',
  transform(source, id) {
    const module = /\/react-router\/dist\/production\/lib\/([\w/-]+)\.js$/.exec(id)?.[1]
    if (module === undefined) return null
    const code = source.replaceAll(unsetOptions, 'false')
    const nodes = listNodes(this.parse(code))
    const names = unusedOfRouter[module] ?? []
    const unused = nodes.filter(isFunction).filter(({ id: { name } }) => names.includes(name))
    if (unused.length !== names.length)
      this.error(
        `react-router has changed: ${module}.js does not have each of these functions once: ${names.join(', ')}`,
      )
    const isInUnused = ({ start }: Span) => unused.some(({ body }) => start > body.start && start < body.end)
    return [
      ...unused.map(({ body: { start, end } }) => ({ start, end, by: '{}' })),
      ...findMessages(nodes)
        .filter((message) => !isInUnused(message))
        .map(({ start, end }) => ({ start, end, by: "''" })),
    ]
      .toSorted((a, b) => b.start - a.start)
      .reduce((rest, { start, end, by }) => rest.slice(0, start) + by + rest.slice(end), code)
  },
}
