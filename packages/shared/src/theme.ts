const prefix = '--office365-email-'

export type Scheme = 'light' | 'dark'

/** The colors that a host can set, with our own values. `colors` says what each one is for. */
export const themeColors = {
  'color-background': { light: '#ffffff', dark: '#171b22', colors: 'the page and dialogs' },
  'color-surface': { light: '#f7f8fa', dark: '#11141a', colors: 'areas beside the text, such as code and navigation' },
  'color-control': { light: '#ffffff', dark: '#21262f', colors: 'fields, check boxes and secondary buttons' },
  'color-hover': { light: '#f0f2f5', dark: '#21262f', colors: 'what the pointer is on, locked fields, neutral badges' },
  'color-text': { light: '#1d222b', dark: '#dfe3e9', colors: 'text' },
  'color-quiet': { light: '#565f6e', dark: '#b3bac5', colors: 'help texts, times and other secondary text' },
  'color-line': { light: '#e3e6eb', dark: '#2d333e', colors: 'lines between parts of a page' },
  'color-border': { light: '#7a8494', dark: '#747e8e', colors: 'frames of fields, check boxes and buttons' },
  'color-accent': { light: '#285cc8', dark: '#6a9bf1', colors: 'links, the focus, the current page' },
  'color-accent-surface': { light: '#eef4ff', dark: '#1c2a45', colors: 'behind the current page, and notes' },
  'color-button': { light: '#285cc8', dark: '#285cc8', colors: 'the main button of a page, checked boxes' },
  'color-button-text': { light: '#ffffff', dark: '#ffffff', colors: 'the text of the main button' },
  'color-good': { light: '#12643d', dark: '#6fd3a0', colors: 'success' },
  'color-good-surface': { light: '#e8f6ee', dark: '#143225', colors: 'behind success' },
  'color-caution': { light: '#7a4a00', dark: '#f0c267', colors: 'warnings' },
  'color-caution-surface': { light: '#fdf3dd', dark: '#372b12', colors: 'behind warnings' },
  'color-bad': { light: '#b42318', dark: '#f5958d', colors: 'errors' },
  'color-bad-surface': { light: '#fdf1f0', dark: '#3d1d1b', colors: 'behind errors' },
} as const satisfies Record<string, Record<Scheme | 'colors', string>>

/** What else a host can set. The same for both schemes. */
export const themeSizes = {
  font: { value: 'system-ui, …', changes: 'the font of all text' },
  'font-monospace': { value: 'ui-monospace, …', changes: 'the font of IDs, codes and scripts' },
  radius: { value: '0.375rem', changes: 'the corners of fields and buttons; those of larger areas follow' },
  density: { value: '1', changes: 'the space between things: 0.75 is compact, 1.25 is airy' },
} as const

type ColorName = keyof typeof themeColors
export type ThemeVariable = `${typeof prefix}${ColorName | keyof typeof themeSizes}`

/** Values of CSS custom properties. A color for both schemes is `light-dark(<light>, <dark>)`. */
export type Theme = Partial<Record<ThemeVariable, string>>

export const themeVariableNames = [...Object.keys(themeColors), ...Object.keys(themeSizes)].map(
  (name) => `${prefix}${name}`,
)

interface ContrastPair {
  text: ColorName
  background: ColorName
  /** WCAG 2.2: 4.5 for text (1.4.3), 3 for the frames of controls and for icons (1.4.11). */
  required: 4.5 | 3
}

const textOn = (text: ColorName, ...backgrounds: ColorName[]): ContrastPair[] =>
  backgrounds.map((background) => ({ text, background, required: 4.5 }))

/** Pairs of colors: a foreground and the background on which it is shown. */
export const contrastPairs: readonly ContrastPair[] = [
  ...textOn('color-text', 'color-background', 'color-surface', 'color-control', 'color-hover'),
  ...textOn('color-text', 'color-accent-surface', 'color-good-surface', 'color-caution-surface', 'color-bad-surface'),
  ...textOn('color-quiet', 'color-background', 'color-surface', 'color-control', 'color-hover'),
  ...textOn('color-accent', 'color-background', 'color-surface', 'color-accent-surface'),
  ...textOn('color-button-text', 'color-button'),
  ...textOn('color-good', 'color-background', 'color-good-surface'),
  ...textOn('color-caution', 'color-background', 'color-caution-surface'),
  ...textOn('color-bad', 'color-background', 'color-bad-surface'),
  { text: 'color-border', background: 'color-background', required: 3 },
  { text: 'color-border', background: 'color-control', required: 3 },
]

type Rgb = readonly [number, number, number]

const clamp = (value: number) => Math.min(Math.max(value, 0), 1)

function parseHex(text: string): Rgb | null {
  const [, digits] = /^#([\da-f]{3}|[\da-f]{6})(?:f|ff)?$/i.exec(text) ?? []
  if (digits === undefined) return null
  const size = digits.length / 3
  const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((index) => {
    const part = digits.slice(index * size, (index + 1) * size)
    return Number.parseInt(part.padEnd(2, part), 16) / 255
  })
  return [red, green, blue]
}

function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const channel = (offset: number) => {
    const position = (offset + hue / 30) % 12
    const amplitude = saturation * Math.min(lightness, 1 - lightness)
    return lightness - amplitude * Math.max(-1, Math.min(position - 3, 9 - position, 1))
  }
  return [channel(0), channel(8), channel(4)]
}

const functionOf3 =
  /^(rgb|hsl)a?\(\s*([\d.]+)(%|deg)?\s*[\s,]\s*([\d.]+)(%?)\s*[\s,]\s*([\d.]+)(%?)\s*(?:[/,]\s*(?:1|1\.0|100%)\s*)?\)$/i

/** Null for every other form, such as a color name or a transparent color. */
function parseColor(text: string): Rgb | null {
  const hex = parseHex(text)
  if (hex) return hex
  const match = functionOf3.exec(text)
  if (!match) return null
  const [, kind = '', one, unit, two, , three] = match
  const [first, second, third] = [Number(one), Number(two), Number(three)]
  if (kind.toLowerCase() === 'hsl')
    return unit === '%' ? null : fromHsl(first % 360, clamp(second / 100), clamp(third / 100))
  if (unit === 'deg') return null
  const most = unit === '%' ? 100 : 255
  return [clamp(first / most), clamp(second / most), clamp(third / most)]
}

/** The relative luminance of WCAG 2.2. */
function luminanceOf(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((share) =>
    share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrastOf(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const lightDark = /^light-dark\((.*)\)$/is

/** A comma inside the parentheses of a color does not separate the two. */
const separator = /,(?![^()]*\))/

function valueIn(scheme: Scheme, value: string): string {
  const [, pair] = lightDark.exec(value.trim()) ?? []
  const [light = value, dark = light] = pair?.split(separator) ?? []
  return (scheme === 'light' ? light : dark).trim()
}

export interface LowContrast {
  scheme: Scheme
  text: ThemeVariable
  background: ThemeVariable
  /** Rounded down to two decimals. */
  ratio: number
  required: number
}

/**
 * Finds the pairs of colors that a theme makes hard to read. `unchecked` has the colors in another form than `#…`,
 * `rgb()`, `hsl()` and `light-dark()` of them.
 */
export function findLowContrast(theme: Theme): { low: LowContrast[]; unchecked: ThemeVariable[] } {
  const unchecked = new Set<ThemeVariable>()
  const read = (name: ColorName, scheme: Scheme): Rgb | null => {
    const variable: ThemeVariable = `${prefix}${name}`
    const value = theme[variable]
    const color = parseColor(value === undefined ? themeColors[name][scheme] : valueIn(scheme, value))
    if (!color) unchecked.add(variable)
    return color
  }
  const isSet = (name: ColorName) => theme[`${prefix}${name}`] !== undefined
  const low = (['light', 'dark'] as const).flatMap((scheme) =>
    contrastPairs.flatMap(({ text, background, required }): LowContrast[] => {
      if (!isSet(text) && !isSet(background)) return []
      const [one, other] = [read(text, scheme), read(background, scheme)]
      const ratio = one && other && contrastOf(one, other)
      if (ratio === null || ratio >= required) return []
      return [
        {
          scheme,
          text: `${prefix}${text}`,
          background: `${prefix}${background}`,
          ratio: Math.floor(ratio * 100) / 100,
          required,
        },
      ]
    }),
  )
  return { low, unchecked: [...unchecked] }
}

const declaration = /(--office365-email-[\w-]+)\s*:\s*([^;{}]+)/g
const comment = /\/\*.*?\*\//gs

const isThemeVariable = (name: string): name is ThemeVariable => themeVariableNames.includes(name)

/**
 * The variables that a style sheet sets, without regard to its selectors; the last one counts. `unknown` has names that
 * begin like ours and are not in the set: probably typing errors.
 */
export function readTheme(css: string): { theme: Theme; unknown: string[] } {
  const theme: Theme = {}
  const unknown: string[] = []
  for (const [, name = '', value = ''] of css.replaceAll(comment, '').matchAll(declaration)) {
    if (isThemeVariable(name)) theme[name] = value.trim()
    else unknown.push(name)
  }
  return { theme, unknown }
}
