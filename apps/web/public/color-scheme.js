// Runs before the first paint, so that a dark page never flashes white. A file of its own, because no inline script may run.
;(() => {
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('color-scheme') ?? 'auto'
  } catch {}
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
})()
