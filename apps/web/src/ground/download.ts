/** Saves a text, or what was read, as a file. */
export function download(fileName: string, content: string | Blob) {
  const link = document.createElement('a')
  link.download = fileName
  // Not a data URL: browsers limit their length.
  link.href = URL.createObjectURL(new Blob([content]))
  link.click()
  // Some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
