/** A command that sends a first event from a terminal. An unknown key becomes a placeholder. */
export function eventCurlCommand(url: string, key: string | null): string {
  const body = JSON.stringify({ id: 'test-1', email: 'customer001@example.com', score: 9 })
  return [
    `curl ${quote(url)} \\`,
    `  -H ${quote(`Authorization: Bearer ${key ?? 'YOUR_KEY'}`)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${quote(body)}`,
  ].join('\n')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
