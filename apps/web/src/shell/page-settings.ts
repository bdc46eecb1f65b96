import { readPageSetting } from '../ground/page-setting.ts'

/** False if the pages are inside another dashboard, which has a header, a navigation and people of its own. */
export const hasShell = readPageSetting('shell') !== 'off'

/** False if the bots are those of another dashboard, which also creates, names and removes them. */
export const hasOwnBots = readPageSetting('bots-from') !== 'host'
