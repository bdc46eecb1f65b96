const maxLength = 63

/** An id made of a name: "Crème brûlée (EU)" becomes "creme-brulee-eu". Empty if nothing of the name can be kept. */
export const botIdOfName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, maxLength)
    .replace(/-$/, '')
