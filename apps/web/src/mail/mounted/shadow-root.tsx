import type { Theme } from '@office365-email/shared/theme'
import { createElement, type ReactNode, type SyntheticEvent, useCallback, useLayoutEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { moveTo } from '../../ground/place.ts'
import { styles } from './styles.ts'

/** The class that our rules for the root of a document apply to here. */
const rootClass = 'office365-email'

let sheet: CSSStyleSheet | null = null

/** A sheet made by a script is allowed by every content security policy; a <style> element is not. */
function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
  }
  return sheet
}

/** The host's root font size must not count: `scope-styles.ts` multiplies each `rem` with this. */
function setScale(element: HTMLElement): void {
  const sizeOf = (measured: Element) => Number.parseFloat(getComputedStyle(measured).fontSize)
  // The size that the person chose in the browser.
  element.style.fontSize = 'medium'
  element.style.setProperty('--mantine-scale', String(sizeOf(element) / sizeOf(document.documentElement)))
  element.style.fontSize = ''
}

/** The host may close something with Escape, keep the focus inside with Tab, and has shortcuts with Ctrl. */
const isOfHost = ({ key, ctrlKey, metaKey }: KeyboardEvent) => ctrlKey || metaKey || key === 'Escape' || key === 'Tab'

/** A shortcut of the host must not act while a person types: outside, the target of the event is not the field. */
function keepTypedKeys(event: KeyboardEvent): void {
  const [target] = event.composedPath()
  const isField = target instanceof Element && target.matches('input, textarea, select')
  if (isField && !isOfHost(event)) event.stopPropagation()
}

/** The events that leave a shadow root. */
const leaving = [
  ...['onClick', 'onDoubleClick', 'onContextMenu', 'onKeyDown', 'onKeyUp', 'onFocus', 'onBlur', 'onWheel'],
  ...['onMouseDown', 'onMouseUp', 'onMouseMove', 'onPointerDown', 'onPointerUp', 'onPointerMove'],
  ...['onTouchStart', 'onTouchEnd', 'onTouchMove', 'onBeforeInput', 'onInput', 'onCopy', 'onCut', 'onPaste'],
  ...['onDragStart', 'onDragOver', 'onDragEnd', 'onDrop'],
]

/**
 * React has passed the event from the portal to the components around it. Then it arrives again, as an event of the
 * element that has the shadow root. `stopPropagation` would also keep it from the document's own listeners.
 */
function endInReact(event: SyntheticEvent): void {
  event.isPropagationStopped = () => true
}

const endings = Object.fromEntries(leaving.map((name) => [name, endInReact]))

function openShadow(host: HTMLElement): HTMLElement {
  const opened = host.shadowRoot?.querySelector<HTMLElement>(`.${rootClass}`)
  if (opened) return opened
  const shadow = host.attachShadow({ mode: 'open' })
  shadow.adoptedStyleSheets = [styleSheet()]
  const root = document.createElement('div')
  root.className = rootClass
  shadow.append(root)
  for (const name of ['keydown', 'keypress', 'keyup'] as const) host.addEventListener(name, keepTypedKeys)
  return root
}

interface InShadowRootProps {
  variables: Theme | undefined
  /** Gets the outermost element inside. */
  children: (root: HTMLElement) => ReactNode
}

/** Renders into a shadow root: no style of the host has an effect inside, and none of ours outside. */
export function InShadowRoot({ variables, children }: InShadowRootProps) {
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const attach = useCallback((host: HTMLElement | null) => {
    if (!host) return moveTo({ root: document })
    const opened = openShadow(host)
    moveTo({ root: host.shadowRoot ?? document })
    setRoot(opened)
  }, [])
  useLayoutEffect(() => {
    if (!root) return
    const scale = () => setScale(root)
    scale()
    // The host's font size may depend on the window.
    window.addEventListener('resize', scale)
    return () => window.removeEventListener('resize', scale)
  }, [root])
  return (
    <>
      {createElement('office365-email', { ...endings, ref: attach, style: { display: 'block', ...variables } })}
      {root && createPortal(children(root), root)}
    </>
  )
}
