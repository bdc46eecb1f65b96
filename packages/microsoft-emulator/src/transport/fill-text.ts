/** Replaces each `{name}` with its value, or with the name itself if there is no value. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name)
}
