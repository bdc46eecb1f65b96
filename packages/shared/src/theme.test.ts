import { describe, expect, it } from 'vitest'
import { findLowContrast, readTheme, type Theme, themeColors } from './theme.ts'

describe('findLowContrast', () => {
  it('finds nothing in our own colors', () => {
    const own = Object.fromEntries(
      Object.entries(themeColors).map(([name, { light, dark }]) => [
        `--office365-email-${name}`,
        `light-dark(${light}, ${dark})`,
      ]),
    )
    expect(findLowContrast(own as Theme)).toEqual({ low: [], unchecked: [] })
  })

  it('names both colors, the scheme and what is needed', () => {
    expect(findLowContrast({ '--office365-email-color-button': 'light-dark(#ffd400, #0b5cad)' })).toEqual({
      low: [
        {
          scheme: 'light',
          text: '--office365-email-color-button-text',
          background: '--office365-email-color-button',
          ratio: 1.43,
          required: 4.5,
        },
      ],
      unchecked: [],
    })
  })

  it('compares a color that is the same in both schemes with our own colors of both', () => {
    const { low } = findLowContrast({ '--office365-email-color-text': '#1d222b' })
    expect(new Set(low.map(({ scheme }) => scheme))).toEqual(new Set(['dark']))
  })

  it('needs less contrast for the frames of controls', () => {
    expect(findLowContrast({ '--office365-email-color-border': 'light-dark(#949494, #747e8e)' }).low).toEqual([])
    expect(findLowContrast({ '--office365-email-color-border': 'light-dark(#9a9a9a, #747e8e)' }).low).toMatchObject([
      { background: '--office365-email-color-background', required: 3 },
      { background: '--office365-email-color-control', required: 3 },
    ])
  })

  it.each([
    '#000',
    '#000F',
    '#000000ff',
    'rgb(0 0 0)',
    'rgb(0, 0, 0)',
    'rgba(0, 0, 0, 1)',
    'rgb(0% 0% 0% / 100%)',
    'hsl(210 50% 0%)',
    'hsl(210deg, 50%, 0%)',
    'light-dark(rgb(0, 0, 0), hsl(0, 0%, 0%))',
  ])('reads %s as black', (black) => {
    const theme = { '--office365-email-color-text': black, '--office365-email-color-background': '#000000' }
    const { low, unchecked } = findLowContrast(theme)
    expect(unchecked).toEqual([])
    expect(low.filter(({ ratio }) => ratio === 1)).toHaveLength(2)
  })

  it.each(['tomato', 'rgb(0 0 0 / 50%)', '#0008', 'var(--brand)', 'oklch(40% 0.2 250)', '', 'hsl(10% 5% 5%)'])(
    'says that it did not check %j',
    (value) => {
      expect(findLowContrast({ '--office365-email-color-text': value })).toEqual({
        low: [],
        unchecked: ['--office365-email-color-text'],
      })
    },
  )

  it('converts hues', () => {
    const ratioOn = (background: string, text: string) =>
      findLowContrast({
        '--office365-email-color-text': text,
        '--office365-email-color-background': background,
      }).low.find((pair) => pair.background === '--office365-email-color-background')?.ratio
    expect(ratioOn('#008000', 'hsl(120 100% 25.098%)')).toBe(1)
    expect(ratioOn('#800080', 'hsl(300 100% 25.098%)')).toBe(1)
    expect(ratioOn('#285cc8', 'hsl(220.5 66.667% 47.0588%)')).toBe(1)
    expect(ratioOn('#008000', 'hsl(300 100% 25.098%)')).toBeGreaterThan(1.5)
  })
})

describe('readTheme', () => {
  it('reads the variables of a style sheet, and names that it does not know', () => {
    const css = `
      /* --office365-email-radius: 1px; */
      :root {
        --other: 1px;
        --office365-email-color-accent: light-dark(rgb(0, 90, 60), #6cc);
        --office365-email-radius: 0;
        --office365-email-color-akcent: red
      }`
    expect(readTheme(css)).toEqual({
      theme: {
        '--office365-email-color-accent': 'light-dark(rgb(0, 90, 60), #6cc)',
        '--office365-email-radius': '0',
      },
      unknown: ['--office365-email-color-akcent'],
    })
  })
})
