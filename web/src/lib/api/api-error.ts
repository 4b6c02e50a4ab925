import type { AppRouter } from '@tabiji/server/app/http/router.ts'
import { TRPCClientError } from '@trpc/client'

export type ApiError = TRPCClientError<AppRouter>
export type ApiIssue = NonNullable<NonNullable<ApiError['data']>['issues']>[number]

export function isApiError(error: unknown): error is ApiError {
  return error instanceof TRPCClientError
}

/** No answer of ours came back: the server is down, the line is cut, or a proxy answered. */
export function isUnreachable(error: unknown): boolean {
  return isApiError(error) && !error.data
}

export function isUnauthenticated(error: unknown): boolean {
  return isApiError(error) && error.data?.code === 'unauthenticated'
}

export function isNotFound(error: unknown): boolean {
  return isApiError(error) && error.data?.code === 'notFound'
}

/** Somebody changed the draft since it was looked at. */
export function isStaleDraft(error: unknown): boolean {
  return isApiError(error) && error.data?.code === 'staleDraft'
}

export function issuesOf(error: unknown): readonly ApiIssue[] {
  return (isApiError(error) && error.data?.issues) || []
}

/** The message of each refused field, for a form that knows its paths. */
export function fieldErrors(error: unknown): Record<string, string> {
  return Object.fromEntries(
    issuesOf(error)
      .toReversed()
      .map((issue) => [issue.path, issue.message]),
  )
}
