import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { TRPCClientError } from '@trpc/client'
import { currentLocale } from '../../i18n/i18n.ts'
import type { ApiError } from './api-error.ts'

type Problem = { title?: string; detail?: string; code?: string; issues?: unknown; reference?: string }

export type Upload<Data> = { done: Promise<Data>; cancel: () => void }

/**
 * Uploads a file as the request body, with progress from 0 to 1, which fetch does not provide. An error is rejected as
 * the same error that tRPC throws, so that it is shown the same way.
 */
export function uploadFile<Data>(
  url: string,
  file: Blob,
  type: string,
  onProgress: (share: number) => void,
): Upload<Data> {
  const request = new XMLHttpRequest()
  const done = new Promise<Data>((resolve, reject) => {
    request.open('POST', url)
    request.setRequestHeader('content-type', type)
    request.setRequestHeader('accept-language', currentLocale())
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.addEventListener('load', () => {
      const answer = parse(request.responseText)
      if (request.status >= 200 && request.status < 300 && answer) resolve(answer as Data)
      else reject(refusal(answer as Problem | undefined, request.status, url))
    })
    request.addEventListener('error', () => reject(new TRPCClientError('unreachable')))
    request.addEventListener('abort', () => reject(new DOMException('The upload was cancelled', 'AbortError')))
    request.send(file)
  })
  return { done, cancel: () => request.abort() }
}

function refusal(problem: Problem | undefined, httpStatus: number, path: string): unknown {
  // A proxy responded instead of our server, so there is no text of ours to show.
  if (typeof problem?.detail !== 'string') return new TRPCClientError('unreachable')
  const { title, detail, code = 'badRequest', issues, reference } = problem
  const data = { code, httpStatus, path, title, issues, reference } as NonNullable<ApiError['data']>
  return TRPCClientError.from({ error: { code: -32600, message: detail, data } })
}

function parse(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return undefined
  }
}
