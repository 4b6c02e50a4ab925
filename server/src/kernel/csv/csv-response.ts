// The web workspace compiles this file with the types of the DOM, which do not know `from`.
const { from: streamFrom } = ReadableStream as unknown as {
  from(lines: AsyncIterable<string>): ReadableStream<string>
}

/** Sends a file while it is read, so that it is never completely in memory. */
export function csvResponse(fileName: string, lines: AsyncIterable<string>): Response {
  // Other characters appear only in the second name, which browsers prefer (RFC 6266 §4.3).
  const plain = /^[\w. -]+$/.test(fileName) ? fileName : 'export.csv'
  return new Response(streamFrom.call(ReadableStream, lines).pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    },
  })
}
