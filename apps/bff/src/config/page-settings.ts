import { mailPages, shellPages } from '@office365-email/shared/pages'
import { z } from 'zod'
import { basePathOf } from '../ground/http/base-path.ts'
import { isLoopback } from '../ground/is-loopback.ts'
import { parseOrigin } from '../ground/parse-host.ts'

const ownPaths = ['/healthz', '/readyz', '/metrics', ...Object.values({ ...shellPages, ...mailPages })]

/** Everything below them is the server's own. */
const ownFolders = ['/api', '/assets']

/** Whether a path of our own begins with all segments of this path; `:name` stands for any segment. */
function beginsOwnPath(path: string): boolean {
  const segments = path.split('/')
  return ownPaths.some((own) => {
    const ownSegments = own.split('/')
    return segments.every((segment, index) => ownSegments[index] === segment || ownSegments[index]?.startsWith(':'))
  })
}

/** Below a path that is also one of its own, the server could not know whether a proxy removed the path. */
const isOwnPath = (path: string): boolean =>
  path !== '' && (beginsOwnPath(path) || ownFolders.some((own) => path === own || path.startsWith(`${own}/`)))

const isPath = (path: string): boolean => /^(\/[\w.~-]+)*$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path)

const publicUrl = z
  .string()
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const { protocol, pathname, href, origin } = new URL(text)
    const isPlain = ['https:', 'http:'].includes(protocol) && href === `${origin}${pathname}`
    return isPlain && !text.includes('/..') && isPath(basePathOf(text))
  }, 'is not an address such as https://host or https://host/email')
  .refine(
    (text) => !URL.canParse(text) || !isOwnPath(basePathOf(text)),
    'has a path that the pages or the API use themselves; choose another one',
  )

function isFramer(text: string): boolean {
  const origin = parseOrigin(text)
  if (origin === null) return false
  return origin.startsWith('https:') || isLoopback(new URL(origin).hostname)
}

const frameAncestors = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
  .refine((origins) => origins.every(isFramer), 'is not a list of https origins such as https://dashboard.example.com')

/** Most systems set a variable of this name to the path of the person's command shell. That one is not meant for us. */
const shell = z.preprocess(
  (value) => (typeof value === 'string' && /[/\\]/.test(value) ? undefined : value),
  z.enum(['on', 'off'], 'is neither on nor off').default('on'),
)

/** How the pages are part of another product. */
export const pageSettings = {
  PUBLIC_URL: publicUrl.optional(),
  SHELL: shell,
  FRAME_ANCESTORS: frameAncestors.default([]),
  THEME_FILE: z.string().optional(),
}
