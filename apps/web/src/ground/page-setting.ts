/** A setting of the server, in the document that it serves. Undefined in a page of another product. */
export const readPageSetting = (name: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content
