import { Component, type ReactNode } from 'react'
import { place } from '../place.ts'

interface KeepInPlaceProps {
  /** Changes with each refresh, such as the time of the data. */
  version: number
  children: ReactNode
}

interface Kept {
  element: Element
  top: number
}

let pointer: { x: number; y: number } | null = null

function follow({ clientX, clientY, pointerType }: PointerEvent): void {
  pointer = pointerType === 'mouse' ? { x: clientX, y: clientY } : null
}

/** What the person points at, or what has the focus. */
function find(): Element | null {
  const { root } = place
  return (pointer && root.elementFromPoint(pointer.x, pointer.y)) ?? root.activeElement
}

/**
 * When a refresh changes the page, what is under the pointer stays there: the page scrolls by as much as it moved.
 * It is a class, because only a class can measure the page just before it changes.
 */
export class KeepInPlace extends Component<KeepInPlaceProps> {
  override componentDidMount(): void {
    document.addEventListener('pointermove', follow, { passive: true })
  }

  override componentWillUnmount(): void {
    document.removeEventListener('pointermove', follow)
  }

  override getSnapshotBeforeUpdate({ version }: KeepInPlaceProps): Kept | null {
    const element = version === this.props.version ? null : find()
    return element && { element, top: element.getBoundingClientRect().top }
  }

  override componentDidUpdate(_props: KeepInPlaceProps, _state: object, kept: Kept | null): void {
    if (!kept?.element.isConnected) return
    const moved = kept.element.getBoundingClientRect().top - kept.top
    if (moved !== 0) window.scrollBy(0, moved)
  }

  override render(): ReactNode {
    return this.props.children
  }
}
