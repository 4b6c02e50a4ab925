import { expect, test } from 'vitest'
import { withBodyLimit } from '../../../kernel/http/requests/limit-body.ts'
import { readUpload } from './read-upload.ts'

const part = '--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'

test.each([
  ['a body', 'text/csv', 'email\n'],
  ['a form', 'multipart/form-data; boundary=xyz', `${part}email\n`],
])('upload: %s beyond the limit is refused as too large, not as broken', async (_name, contentType, begin) => {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(begin))
      controller.enqueue(new Uint8Array(100_000))
    },
  })
  const headers = { 'content-type': contentType, 'transfer-encoding': 'chunked' }
  const request = new Request('http://127.0.0.1/', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  const read = async () => {
    const { chunks } = await readUpload(withBodyLimit(request, 1_000_000))
    for await (const _ of chunks);
  }
  await expect(read()).rejects.toMatchObject({ code: 'tooLarge', params: { limit: 1_000_000 } })
})
