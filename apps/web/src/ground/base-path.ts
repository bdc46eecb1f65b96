import { apiBasePath } from '@office365-email/shared/endpoint'

/**
 * The path below which the pages are mounted, such as `/tools`; empty at the root. It comes from the document that the
 * host serves.
 */
export const basePath = document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? ''

export const apiPath = `${basePath}${apiBasePath}`

/** The absolute URL of the API, for programs. */
export const apiUrl = `${window.location.origin}${apiPath}`
