/** "1,234". */
export const formatNumber = (number: number): string => number.toLocaleString('en-US')

/** "1 message", "1,234 messages". */
export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`
