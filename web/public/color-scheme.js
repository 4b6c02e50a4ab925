/* Sets the colour scheme before the first paint. The key is Mantine's own. */
;(function () {
  var scheme = 'auto'
  try {
    scheme = window.localStorage.getItem('mantine-color-scheme-value') || 'auto'
  } catch {
    /* Storage may be closed; the system's scheme is then the right one. */
  }
  var dark = scheme === 'dark' || (scheme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
