import { createTheme, type MantineColorsTuple, rem, type VariantColorsResolver } from '@mantine/core'

const brand: MantineColorsTuple = [
  '#eef4ff',
  '#dce8fe',
  '#bdd4fb',
  '#93b8f7',
  '#6a9bf1',
  '#3f78e0',
  '#285cc8',
  '#214da9',
  '#1c4089',
  '#18356f',
]

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#f0f2f5',
  '#e3e6eb',
  '#d3d8df',
  '#b8bfc9',
  '#98a1ae',
  '#7a8494',
  '#565f6e',
  '#383f4b',
  '#1d222b',
]

const dark: MantineColorsTuple = [
  '#dfe3e9',
  '#b3bac5',
  '#8e97a5',
  '#747e8e',
  '#3d4552',
  '#2d333e',
  '#21262f',
  '#171b22',
  '#11141a',
  '#0b0d11',
]

const danger: MantineColorsTuple = [
  '#fef1f0',
  '#fde0de',
  '#f9bdb8',
  '#f5958d',
  '#ec6d63',
  '#db4437',
  '#c0342a',
  '#b42318',
  '#912018',
  '#7a1c15',
]

/** The variants of buttons that pages use. Mantine's own resolver also reads and mixes colors of every form. */
const resolveVariantColors: VariantColorsResolver = ({ variant, color = 'brand' }) => {
  const ofColor = (part: string) => `var(--mantine-color-${color}-${part})`
  const line = (drawn: string) => `${rem(1)} solid ${drawn}`
  if (variant === 'default')
    return {
      background: 'var(--mantine-color-default)',
      hover: 'var(--mantine-color-default-hover)',
      color: 'var(--mantine-color-default-color)',
      border: line('var(--mantine-color-default-border)'),
    }
  if (variant === 'outline')
    return {
      background: 'transparent',
      hover: ofColor('outline-hover'),
      color: ofColor('outline'),
      border: line(ofColor('outline')),
    }
  if (variant === 'subtle')
    return {
      background: 'transparent',
      hover: ofColor('light-hover'),
      color: ofColor('light-color'),
      border: line('transparent'),
    }
  return {
    background: ofColor('filled'),
    hover: ofColor('filled-hover'),
    color: color === 'brand' ? 'var(--button-text)' : 'var(--mantine-color-white)',
    border: line('transparent'),
  }
}

/** Filled colors reach a contrast of 4.5:1 on the page; Mantine's defaults do not. The other colors are in host-theme.css. */
export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 6 },
  colors: { brand, danger, gray, dark },
  black: '#1d222b',
  defaultRadius: 'sm',
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  fontSizes: { xs: '0.875rem', sm: '0.875rem', md: '1rem', lg: '1rem', xl: '1.5rem' },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  respectReducedMotion: true,
  cursorType: 'pointer',
  variantColorResolver: resolveVariantColors,
})
