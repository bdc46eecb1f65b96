const shapes = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  cross: 'M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5',
  good: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM5.25 8.25 7.25 10.25 10.9 6.1',
  caution: 'M8 2 14.5 13.5H1.5ZM8 6.5V9.5M8 11.5V11.55',
  bad: 'M5.4 1.75H10.6L14.25 5.4V10.6L10.6 14.25H5.4L1.75 10.6V5.4ZM6 6 10 10M10 6 6 10',
  calm: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM5.5 8H10.5',
  info: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 7.25V11M8 5V5.05',
  lock: 'M3.5 7H12.5V14H3.5ZM5.25 7V4.75a2.75 2.75 0 0 1 5.5 0V7',
  unlock: 'M3.5 7H12.5V14H3.5ZM5.25 7V4.75a2.75 2.75 0 0 1 5.3-1',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  down: 'M3.5 6 8 10.5 12.5 6',
  menu: 'M2 4H14M2 8H14M2 12H14',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1V2.5M8 13.5V15M1 8H2.5M13.5 8H15M3.05 3.05 4.1 4.1M11.9 11.9 12.95 12.95M3.05 12.95 4.1 11.9M11.9 4.1 12.95 3.05',
  moon: 'M13.5 9.75A5.75 5.75 0 1 1 6.25 2.5a4.75 4.75 0 0 0 7.25 7.25Z',
  screen: 'M1.75 2.75H14.25V10.75H1.75ZM5.5 13.5H10.5M8 10.75V13.5',
  person: 'M8 2.25a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5ZM2.5 14c.5-3 2.75-4.25 5.5-4.25S13 11 13.5 14',
  search: 'M7 2.25a4.75 4.75 0 1 1 0 9.5 4.75 4.75 0 0 1 0-9.5ZM10.5 10.5 14 14',
  copy: 'M5.5 5.5H13.5V13.5H5.5ZM10.5 5.5V2.5H2.5V10.5H5.5',
  plus: 'M8 3V13M3 8H13',
} as const

export type IconName = keyof typeof shapes

/** Decorative: text next to it always says the same. */
export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={shapes[name]} />
  </svg>
)
