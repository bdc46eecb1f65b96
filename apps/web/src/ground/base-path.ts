import { apiBasePath } from '@office365-email/shared/endpoint'

/**
 * The path that the pages are mounted below, such as `/tools`; empty at the root. The document that the host serves
 * names it.
 */
export const basePath = document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? ''

/** Where the API is. */
export const apiPath = `${basePath}${apiBasePath}`

/** The same for programs elsewhere. */
export const apiUrl = `${window.location.origin}${apiPath}`
