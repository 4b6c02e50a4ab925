import type { ReactNode } from 'react'
import { ErrorNotice } from '../feedback/error-notice.tsx'
import { ListSkeleton } from '../feedback/loading-skeleton.tsx'

export type ListContentProps<Row> = {
  query: { error: unknown; refetch: () => unknown }
  /** Undefined while the query loads. */
  rows: readonly Row[] | undefined
  skeletonRows?: number
  /** Replaces an empty list. */
  empty: ReactNode
  children: (rows: readonly Row[]) => ReactNode
}

/** The rows of a query, or its error, skeleton or empty state. */
export function ListContent<Row>({ query, rows, skeletonRows, empty, children }: ListContentProps<Row>) {
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
  if (!rows) return <ListSkeleton {...(skeletonRows !== undefined && { rows: skeletonRows })} />
  return rows.length === 0 ? empty : children(rows)
}
