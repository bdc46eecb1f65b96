const maxLength = 63

/** An ID from a name: "Crème brûlée (EU)" becomes "creme-brulee-eu". Empty if the name has no usable character. */
export const botIdOfName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, maxLength)
    .replace(/-$/, '')
