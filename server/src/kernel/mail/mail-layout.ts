import { escapeHtml } from '../http/escape-html.ts'

/**
 * The layout around the body of a mail. It uses tables and inline styles, because mail programs support little else.
 * One column of at most 600 px shrinks with the window. In dark mode the mail program chooses the colours.
 */
export function mailLayout({ title, body }: { title: string; body: string }): string {
  return `<!doctype html>
<html lang="${languageOf(`${title} ${body}`)}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
.content p { margin: 0 0 16px; }
.content h1, .content h2, .content h3 { margin: 24px 0 12px; line-height: 1.3; }
.content img { max-width: 100%; height: auto; border: 0; }
.content a { color: #0f766e; }
@media (max-width: 620px) { .content { padding: 20px !important; } }
@media (prefers-color-scheme: dark) {
  .page, .sheet { background: #16191b !important; }
  .content { color: #e6e8e9 !important; }
  .content a { color: #5eead4 !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#ffffff;">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#ffffff;">
<tr><td align="center">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;">
<tr><td class="content" style="padding:32px 24px;font-family:-apple-system,'Segoe UI',Roboto,'Hiragino Sans','Yu Gothic UI',Meiryo,Arial,sans-serif;font-size:16px;line-height:1.6;color:#1f2628;overflow-wrap:break-word;">
${body}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

/** The language decides which glyphs a mail program uses for characters that Japanese and Chinese share. */
function languageOf(text: string): 'ja' | 'en' {
  return /[\u3040-\u30ff]/.test(text) ? 'ja' : 'en'
}
