import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib'

type Decoded = { ok: true; body: Buffer } | { ok: false; reason: 'tooLarge' | 'broken' }
type Decode = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const decoders: Record<string, Decode> = {
  gzip: promisify(gunzip) as Decode,
  'x-gzip': promisify(gunzip) as Decode,
  deflate: (body, options) => ((body[0] ?? 0) % 16 === 8 ? inflateWrapped(body, options) : inflateBare(body, options)),
  br: promisify(brotliDecompress) as Decode,
  zstd: promisify(zstdDecompress) as Decode,
}
const inflateWrapped = promisify(inflate) as Decode
// Some servers send deflate without the zlib wrapper that RFC 9110 §8.4.1.2 requires.
const inflateBare = promisify(inflateRaw) as Decode
const mostLayers = 3

/** Undoes `Content-Encoding`. zlib itself stops at the limit, so a decompression bomb never fills the memory. */
export async function decompress(body: Buffer, encoding: string, maxBytes: number): Promise<Decoded> {
  const layers = encoding
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '' && layer !== 'identity')
  if (layers.length > mostLayers) return { ok: false, reason: 'broken' }
  let decoded = body
  // Replies to HEAD and with status 204 may announce an encoding although they have no body.
  if (body.length === 0) return { ok: true, body }
  for (const layer of layers.toReversed()) {
    const decode = decoders[layer]
    if (!decode) return { ok: false, reason: 'broken' }
    try {
      decoded = await decode(decoded, { maxOutputLength: maxBytes })
    } catch (error) {
      const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      return { ok: false, reason: isTooLarge ? 'tooLarge' : 'broken' }
    }
  }
  return { ok: true, body: decoded }
}
