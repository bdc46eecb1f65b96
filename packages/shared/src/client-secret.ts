const current = String.raw`[\w~.-]{3}\dQ~[\w~.-]{31,34}`
const beginsAsCurrent = /^[\w~.-]{3}\dQ~/
const currentSecret = new RegExp(`^${current}$`)
/** A period belongs to the secret, unless the secret would be too long with it. */
const currentSecrets = new RegExp(String.raw`(?<![\w~.-])${current}(?![\w~-]|\.[\w~-])`, 'g')

/** Signs in place of a secret, which no secret contains. Entra shows its first characters and hides the rest. */
const mask = /^(.)\1+$|[•●∙·…∗＊○◦⬤⚫]/u
/** Older secrets may contain these, so they are a mask only if too little is left of the secret. */
const runs = /\*{2,}|\.{3,}/g
const shortestSecret = 16

/** The format of the secrets that Entra creates now; older ones have other formats. */
export const looksLikeCurrentSecret = (text: string): boolean => currentSecret.test(text)

/** A secret of the current format cannot be anything else. Null if the text contains none, or several. */
export function findCurrentSecret(text: string): string | null {
  const [only, another] = new Set(text.match(currentSecrets))
  return only && !another ? only : null
}

export function isMasked(text: string): boolean {
  if (looksLikeCurrentSecret(text)) return false
  const visible = text.replace(runs, '')
  return mask.test(text) || (visible !== text && (visible.length < shortestSecret || beginsAsCurrent.test(text)))
}
