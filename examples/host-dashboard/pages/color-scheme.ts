import { useSyncExternalStore } from 'react'

const root = document.documentElement

export const isDark = () => root.classList.contains('dark')

export function toggleDark(): void {
  root.classList.toggle('dark')
  // The mail pages in a frame follow this key.
  localStorage.setItem('office365-email-color-scheme', isDark() ? 'dark' : 'light')
}

function watch(onChange: () => void) {
  const observer = new MutationObserver(onChange)
  observer.observe(root, { attributes: true, attributeFilter: ['class'] })
  return () => observer.disconnect()
}

export const useColorScheme = (): 'light' | 'dark' => (useSyncExternalStore(watch, isDark) ? 'dark' : 'light')
