import { expect, test } from 'vitest'
import { type ShownRequest, formatCurlCommand } from './format-curl-command.ts'

const post: ShownRequest = {
  method: 'POST',
  url: 'https://api.example.com/messages?v=2',
  headers: { accept: '*/*', 'user-agent': 'Tabiji/1', 'content-type': 'application/json', authorization: '••••' },
  body: '{"text":"it\'s $HOME"}',
}

test('a request is a command with a line for each part, and a placeholder where a secret was covered', () => {
  expect(formatCurlCommand(post)).toBe(
    [
      `curl -X POST 'https://api.example.com/messages?v=2' \\`,
      `  -H 'accept: */*' \\`,
      `  -H 'user-agent: Tabiji/1' \\`,
      `  -H 'content-type: application/json' \\`,
      `  -H 'authorization: YOUR_SECRET' \\`,
      `  --data-raw '{"text":"it'\\''s $HOME"}'`,
    ].join('\n'),
  )
})

test.each<[string, Partial<ShownRequest>, RegExp]>([
  ['a GET needs no method', { method: 'GET', body: null }, /^curl 'https/],
  ['a HEAD is asked for as one, or curl would wait for a body', { method: 'HEAD', body: null }, /^curl --head 'https/],
  ['brackets in an address are no pattern', { url: 'https://a.example/?f[0]=1' }, /--globoff/],
  ['an empty header is sent', { headers: { 'x-empty': '' } }, /-H 'x-empty;'/],
  ['a body without a type stays without one', { headers: { accept: '*/*' } }, /-H 'content-type:'/],
  ['a secret in the address is covered too', { url: 'https://a.example/?key=••••' }, /key=YOUR_SECRET'/],
  ['a body that begins with @ is no file', { body: '@/etc/passwd' }, /--data-raw '@\/etc\/passwd'$/],
  [
    'line ends that a terminal would change are escapes',
    { body: "a\r\nb'\t\\" },
    /--data-raw \$'a\\u000d\\nb\\'\\u0009\\\\'$/,
  ],
])('%s', (_name, options, expected) => {
  expect(formatCurlCommand({ ...post, ...options })).toMatch(expected)
})

test('a multipart body is made anew by curl from its parts', () => {
  const body =
    '--b1\r\nContent-Disposition: form-data; name="to"\r\n\r\nx@example.com\r\n--b1\r\nContent-Disposition: form-data; name="note"\r\n\r\ntwo\nlines\r\n--b1--\r\n'
  const command = formatCurlCommand({ ...post, headers: { 'content-type': 'multipart/form-data; boundary=b1' }, body })
  expect(command).toContain(`--form-string 'to=x@example.com' \\\n  --form-string 'note=two\nlines'`)
  expect(command).not.toMatch(/boundary|--data-raw/)
})
