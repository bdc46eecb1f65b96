import { apiPath, basePath } from './base-path.ts'

type Send = (url: string, request: RequestInit & { headers: Headers }) => Promise<Response>

/** Where the pages are: in a document of their own, or inside a page of another product. */
interface Place {
  /** The path of the pages, below the router's own path. */
  pages: string
  /** The URL or the path of the API. */
  api: string
  /** Sends each request to the API. */
  send: Send
  /** What contains the elements that have an ID. */
  root: Document | ShadowRoot
}

export const place: Place = { pages: '', api: apiPath, send: (url, request) => fetch(url, request), root: document }

/** A page of another product says where it mounts the pages, before it shows the first one. */
export function moveTo(changes: Partial<Place>): void {
  Object.assign(place, changes)
}

export const isMounted = (): boolean => place.root !== document

/** A file of the product's own document. */
export const ownFile = (name: string): string => `${basePath}/${name}`

/** The absolute URL of the API, for programs. */
export const absoluteApi = (): string => new URL(place.api, window.location.href).href

export const focusElement = (id: string): void => place.root.getElementById(id)?.focus()
