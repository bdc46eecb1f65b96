// Runs before the first paint, so that a dark page never flashes white. The content security policy forbids inline scripts.
;(() => {
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('office365-email-color-scheme') ?? 'auto'
  } catch {}
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
})()
