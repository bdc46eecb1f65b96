/** Puts values into `{name}` places; a place without a value stays readable as its name. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name)
}
