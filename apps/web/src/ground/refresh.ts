/** How often a page reads again what it shows. Browsers hide a tab: then it stops, and starts when the tab is shown. */
export const refreshEveryMs = 30_000
