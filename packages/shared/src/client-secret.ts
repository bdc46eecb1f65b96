const current = String.raw`[\w~.-]{3}\dQ~[\w~.-]{31,34}`
const currentSecret = new RegExp(`^${current}$`)
/** A period belongs to the secret, unless the secret would be too long with it. */
const currentSecrets = new RegExp(String.raw`(?<![\w~.-])${current}(?![\w~-]|\.[\w~-])`, 'g')

/** Bullets, asterisks or dots in place of a secret. Entra shows its first characters and hides the rest. */
const mask = /^(.)\1+$|[•●∙·…∗＊○◦⬤⚫]|\*{3}|^[^*]{0,8}\*\*$|\.{3}/u

/** The format of the secrets that Entra creates now; older ones have other formats. */
export const looksLikeCurrentSecret = (text: string): boolean => currentSecret.test(text)

/** A secret of the current format cannot be anything else. Null if the text contains none, or several. */
export function findCurrentSecret(text: string): string | null {
  const [only, another] = new Set(text.match(currentSecrets))
  return only && !another ? only : null
}

export const isMasked = (text: string): boolean => !looksLikeCurrentSecret(text) && mask.test(text)
