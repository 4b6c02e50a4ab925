import '@fontsource-variable/inter/index.css'

/**
 * Noto Sans JP is 124 slices, each loaded only when one of its characters is on the page. Their list alone is 100 kB, so it
 * comes after the first paint; Japanese data may appear in the English interface too, so it always comes.
 */
export function loadJapaneseFont(): void {
  void import('@fontsource-variable/noto-sans-jp/index.css')
}
