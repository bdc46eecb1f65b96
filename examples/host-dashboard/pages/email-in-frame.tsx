import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { z } from 'zod'

const product = '/apps/email'

const shownPage = z.object({
  type: z.literal('office365-email:page'),
  path: z.string().startsWith('/'),
  title: z.string(),
})

/**
 * The mail product in a frame. The address of this page and that of the frame are the same, apart from `/apps/email`:
 * each follows the other, so that reload, bookmarks and Back work.
 */
export function EmailInFrame() {
  const { pathname, search, hash } = useLocation()
  const path = `${pathname}${search}${hash}`
  const navigate = useNavigate()
  const frame = useRef<HTMLIFrameElement>(null)
  const shown = useRef(path)
  const [firstPath] = useState(path)
  const [title, setTitle] = useState('Contoso CRM')

  const follow = useEffectEvent(({ source, origin, data }: MessageEvent<unknown>) => {
    const page = shownPage.safeParse(data)
    const isOfFrame = source === frame.current?.contentWindow && origin === window.location.origin
    if (!isOfFrame || !page.success) return
    shown.current = page.data.path
    setTitle(page.data.title)
    // The frame has made the entry for Back.
    if (page.data.path !== path) void navigate(page.data.path, { replace: true })
  })
  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>) => follow(event)
    window.addEventListener('message', onMessage)
    return () => window.removeEventListener('message', onMessage)
  }, [])
  useEffect(() => {
    if (path === shown.current) return
    shown.current = path
    // This page has made the entry for Back.
    frame.current?.contentWindow?.location.replace(`${product}${path}`)
  }, [path])
  return (
    <>
      <title>{title}</title>
      <iframe ref={frame} className="email-frame" title="Email" src={`${product}${firstPath}`} />
    </>
  )
}
