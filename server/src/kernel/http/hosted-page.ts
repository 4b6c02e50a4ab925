import type { Context } from 'hono'
import { escapeHtml } from './escape-html.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { AppEnv } from './app-env.ts'

export type HostedPage = {
  locale: Locale
  title: string
  /** HTML. The code that creates it has escaped all values. */
  content: string
}

/**
 * A page for visitors without an account: complete in one response, without a script, in the visitor's light or dark colours. Its
 * content security policy names everything that may be loaded and is stricter than the app's.
 */
export function hostedPage(
  c: Context<AppEnv>,
  page: HostedPage,
  status: 200 | 404 | 409 | 410 | 422 | 429 = 200,
): Response {
  c.header('content-security-policy', policy)
  // The address holds a secret, which must not reach other sites.
  c.header('referrer-policy', 'no-referrer')
  c.header('x-robots-tag', 'noindex, nofollow')
  c.header('cache-control', 'no-store')
  c.header('content-language', page.locale)
  return c.html(hostedPageHtml(page), status)
}

export function hostedPageHtml({ locale, title, content }: HostedPage): string {
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const style = `
:root { color-scheme: light dark; --page: #f4f6f6; --sheet: #ffffff; --ink: #1f2628; --soft: #56646a; --line: #c3ccd0; --brand: #0f766e; --on-brand: #ffffff; --tint: #e6f2f0; --wrong: #b42318; }
@media (prefers-color-scheme: dark) { :root { --page: #101315; --sheet: #1a1f22; --ink: #e8ecee; --soft: #a3b0b6; --line: #47545a; --brand: #5eead4; --on-brand: #06201d; --tint: #17332f; --wrong: #fda29b; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; align-items: flex-start; justify-content: center; background: var(--page); color: var(--ink);
  font: 1rem/1.6 -apple-system, "Segoe UI", Roboto, "Hiragino Sans", "Yu Gothic UI", Meiryo, Arial, sans-serif; overflow-wrap: break-word; }
main { width: 100%; max-width: 40rem; margin: clamp(0rem, 8vh, 6rem) 1rem 2rem; padding: clamp(1.25rem, 5vw, 2.5rem); background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 1.5rem; font-size: 1.375rem; line-height: 1.4; word-break: auto-phrase; white-space: pre-line; }
p { margin: 0 0 1rem; word-break: auto-phrase; }
p:last-child { margin-bottom: 0; }
.soft { color: var(--soft); font-size: 0.875rem; }
.wrong { color: var(--wrong); font-weight: 600; }
fieldset { margin: 0 0 1.5rem; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; }
legend h1 { margin-bottom: 1.25rem; }
.scale { display: grid; grid-template-columns: repeat(var(--steps), minmax(0, 1fr)); gap: 6px; }
.scale label { position: relative; display: block; cursor: pointer; }
.scale input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.scale span { display: flex; align-items: center; justify-content: center; min-height: 3rem; border: 1px solid var(--line); border-radius: 8px; font-weight: 600; font-variant-numeric: tabular-nums; }
.scale input:hover + span { background: var(--tint); border-color: var(--brand); }
.scale input:checked + span { background: var(--brand); border-color: var(--brand); color: var(--on-brand); text-decoration: underline; text-underline-offset: 4px; }
.scale input:focus-visible + span { outline: 3px solid var(--brand); outline-offset: 2px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin-top: 0.5rem; }
label.text { display: block; margin-bottom: 0.375rem; font-weight: 600; }
textarea { display: block; width: 100%; min-height: 7rem; margin-bottom: 1.5rem; padding: 0.625rem 0.75rem; border: 1px solid var(--line); border-radius: 8px; background: transparent; color: inherit; font: inherit; resize: vertical; }
textarea:focus-visible { outline: 3px solid var(--brand); outline-offset: 1px; }
button { min-height: 2.75rem; padding: 0 1.5rem; border: 0; border-radius: 8px; background: var(--brand); color: var(--on-brand); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
@media (max-width: 34rem) {
  body { background: var(--sheet); }
  main { margin: 0; border: 0; border-radius: 0; }
  .scale[data-steps="11"] { grid-template-columns: repeat(6, minmax(0, 1fr)); }
  button { width: 100%; }
}
@media (forced-colors: active) { .scale input:checked + span { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
`
