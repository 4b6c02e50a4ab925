import type { AppRouter } from '@tabiji/server/app/http/router.ts'
import { TRPCClientError } from '@trpc/client'

export type ApiError = TRPCClientError<AppRouter>
export type ApiIssue = NonNullable<NonNullable<ApiError['data']>['issues']>[number]

export function isApiError(error: unknown): error is ApiError {
  return error instanceof TRPCClientError
}

/** There was no response of our server: it is down, the network failed, or a proxy responded. */
export function isUnreachable(error: unknown): boolean {
  return isApiError(error) && !error.data
}

export function isUnauthenticated(error: unknown): boolean {
  return isApiError(error) && error.data?.code === 'unauthenticated'
}

export function isNotFound(error: unknown): boolean {
  return isApiError(error) && error.data?.code === 'notFound'
}

/** Another user changed the draft since it was loaded. */
export function isStaleDraft(error: unknown): boolean {
  return isApiError(error) && error.data?.code === 'staleDraft'
}

export function issuesOf(error: unknown): readonly ApiIssue[] {
  return (isApiError(error) && error.data?.issues) || []
}

/** The message of each field by path, for a form. */
export function fieldErrors(error: unknown): Record<string, string> {
  return Object.fromEntries(
    issuesOf(error)
      .toReversed()
      .map((issue) => [issue.path, issue.message]),
  )
}
