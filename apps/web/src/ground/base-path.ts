import { apiBasePath } from '@office365-email/shared/endpoint'
import { readPageSetting } from './page-setting.ts'

/** The path below which the pages are mounted, such as `/tools`; empty at the root. */
export const basePath = readPageSetting('base-path') ?? ''

export const apiPath = `${basePath}${apiBasePath}`
