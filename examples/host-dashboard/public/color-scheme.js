// Runs before the first paint. The mail pages in a frame read the same key, and follow its changes.
;(() => {
  const saved = localStorage.getItem('office365-email-color-scheme')
  const isDark = saved === null ? matchMedia('(prefers-color-scheme: dark)').matches : saved === 'dark'
  document.documentElement.classList.toggle('dark', isDark)
})()
