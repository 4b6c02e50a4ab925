import { decodeText } from '../../encoding/decode-text.ts'
import { ServiceError } from '../../errors.ts'
import { tooLarge } from './limit-body.ts'
import { parseJson, requireDepth } from './parse-json.ts'

export async function readJsonBody(
  request: Request,
  maxBytes: number,
  options: { isOptional?: boolean } = {},
): Promise<unknown> {
  const text = await readTextBody(request, maxBytes)
  if (text.trim() === '' && options.isOptional) return {}
  if (text.trim() === '') throw new ServiceError('badRequest', { text: 'bodyMissing' })
  const value = parseJson(text)
  requireDepth(value)
  return value
}

export async function readTextBody(request: Request, maxBytes: number): Promise<string> {
  return bodyText(await readBodyBytes(request, maxBytes), request.headers.get('content-type'))
}

/** Refuses a body that is not a text in its encoding, because what is stored in place of a broken byte is not what was sent. */
export function bodyText(body: Uint8Array, contentType: string | null): string {
  const decoded = decodeText(body, contentType)
  if (decoded.ok) return decoded.text
  const { encoding } = decoded
  throw decoded.reason === 'malformed'
    ? new ServiceError('badRequest', { text: 'bodyEncodingWrong', params: { encoding } })
    : new ServiceError('unsupportedMediaType', { text: 'charsetUnknown', params: { charset: encoding } })
}

/** Stops reading at the limit, whatever Content-Length says. */
export async function readBodyBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(request.headers.get('content-length') ?? 0)
  if (announced > maxBytes) throw tooLarge(maxBytes, announced)
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge(maxBytes, size)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
