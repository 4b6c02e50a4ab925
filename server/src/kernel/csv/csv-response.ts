import type { Ctx } from '../context.ts'

// The web workspace compiles this file with the types of the DOM, which do not know `from`.
const { from: streamFrom } = ReadableStream as unknown as {
  from(lines: AsyncIterable<string>): ReadableStream<string>
}

/** Sends a file while it is read, so that it is never completely in memory. Workspaces take turns at reading. */
export function csvResponse(
  ctx: Pick<Ctx, 'budgets' | 'workspaceId'>,
  fileName: string,
  lines: AsyncIterable<string>,
): Response {
  // Other characters appear only in the second name, which browsers prefer (RFC 6266 §4.3).
  const plain = /^[\w. -]+$/.test(fileName) ? fileName : 'export.csv'
  return new Response(streamFrom.call(ReadableStream, inTurns(ctx, lines)).pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    },
  })
}

/** A place is held while a part is read, never while the receiver takes its time with it. */
async function* inTurns(
  { budgets, workspaceId }: Pick<Ctx, 'budgets' | 'workspaceId'>,
  lines: AsyncIterable<string>,
): AsyncGenerator<string> {
  const reading = lines[Symbol.asyncIterator]()
  try {
    for (;;) {
      const part = await budgets.export.run({ workspaceId, personId: null }, () => reading.next())
      if (part.done) return
      yield part.value
    }
  } finally {
    await reading.return?.()
  }
}
