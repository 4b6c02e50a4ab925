import '@fontsource-variable/inter/index.css'

/**
 * Noto Sans JP has 124 slices; the browser loads a slice when one of its characters is on the page. The list of slices
 * alone is 100 kB, so it is loaded after the first paint. It is always loaded, because Japanese data may appear in the
 * English interface too.
 */
export function loadJapaneseFont(): void {
  void import('@fontsource-variable/noto-sans-jp/index.css')
}
