import { Busboy } from '@fastify/busboy'
import { ServiceError } from '../../../kernel/errors.ts'
import { CsvError } from './csv-error.ts'

export type Upload = {
  fileName: string | null
  chunks: AsyncIterable<Buffer>
  /**
   * Reads and ignores the rest of a refused file, up to a limit. Many senders read the response only after sending, or lose it
   * when the socket closes.
   */
  discard(): Promise<void>
}

const maxDiscardedBytes = 16 * 1024 * 1024

/** The file of a request as a stream: the body itself, or the first file of a multipart form. */
export async function readUpload(request: Request): Promise<Upload> {
  if (!request.body) throw new CsvError('csv.fileMissing')
  const reader = request.body.getReader()
  const discard = async () => {
    for (let size = 0; size < maxDiscardedBytes;) {
      const next = await reader.read().catch(() => null)
      if (!next || next.done) return
      size += next.value.byteLength
    }
  }
  const contentType = request.headers.get('content-type') ?? ''
  const chunks = bodyChunks(reader)
  if (!/^multipart\/form-data\b/i.test(contentType)) return { fileName: null, chunks, discard }
  try {
    return { ...(await readMultipart(contentType, chunks)), discard }
  } catch (error) {
    await discard()
    throw error
  }
}

async function* bodyChunks(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Buffer> {
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw uploadError(error)
    })
    if (done) return
    yield Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
}

function readMultipart(
  contentType: string,
  chunks: AsyncGenerator<Buffer>,
): Promise<Pick<Upload, 'fileName' | 'chunks'>> {
  return new Promise((resolve, reject) => {
    let form: InstanceType<typeof Busboy>
    try {
      form = new Busboy({
        headers: { 'content-type': contentType },
        limits: { files: 1, fields: 100, fieldSize: 100_000 },
      })
    } catch {
      reject(new CsvError('csv.fileMissing'))
      return
    }
    let file: (NodeJS.ReadableStream & { destroy(error: Error): unknown }) | undefined
    form.on('file', (_field, stream, fileName) => {
      file = stream
      stream.on('error', () => {})
      resolve({ fileName: fileNameOf(fileName), chunks: fileChunks(stream) })
    })
    form.on('finish', () => reject(new CsvError('csv.fileMissing')))
    const fail = (thrown: unknown) => {
      const error = uploadError(thrown)
      reject(error)
      file?.destroy(error)
    }
    form.on('error', fail)
    pump(chunks, form).catch(fail)
  })
}

/** The name as it is shown and stored: without NUL, which PostgreSQL rejects, and at most 255 characters. */
function fileNameOf(sent: string): string | null {
  const printable = sent.replaceAll(/[\p{Cc}\p{Cs}]/gu, '').trim()
  return [...printable].slice(0, 255).join('') || null
}

async function pump(chunks: AsyncIterable<Buffer>, form: InstanceType<typeof Busboy>): Promise<void> {
  for await (const chunk of chunks) {
    // The callback runs after the parts in this chunk were consumed, so this line applies the back-pressure of their reader.
    await new Promise<void>((resolve, reject) => form.write(chunk, (error) => (error ? reject(error) : resolve())))
  }
  form.end()
}

async function* fileChunks(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    throw uploadError(error)
  }
}

/** A refusal, such as of a body that is too large, has its own text. Any other error means that the upload ended early. */
function uploadError(error: unknown): Error {
  return error instanceof CsvError || error instanceof ServiceError ? error : new CsvError('csv.uploadBroken')
}
