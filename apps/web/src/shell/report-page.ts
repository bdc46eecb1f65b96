import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { isInsideOfPage } from './session/host-sign-in.ts'

/** What a page that shows ours in a frame gets for each page and each new title: docs/host.md. */
export interface ShownPage {
  type: 'office365-email:page'
  /** The path, query and fragment, without the path of `PUBLIC_URL`. */
  path: string
  title: string
}

/** Tells the page around the frame which page is shown, so that its address and title can follow. */
export function useReportToHost(): void {
  const { pathname, search, hash } = useLocation()
  useEffect(() => {
    if (!isInsideOfPage()) return
    let reported: string | null = null
    const report = () => {
      if (document.title === reported) return
      reported = document.title
      const page: ShownPage = { type: 'office365-email:page', path: `${pathname}${search}${hash}`, title: reported }
      // Any origin: browsers show the pages only inside those of FRAME_ANCESTORS.
      window.parent.postMessage(page, '*')
    }
    report()
    // A title gets the name of its bot once that is loaded.
    const observer = new MutationObserver(report)
    observer.observe(document.head, { childList: true, characterData: true, subtree: true })
    return () => observer.disconnect()
  }, [pathname, search, hash])
}
