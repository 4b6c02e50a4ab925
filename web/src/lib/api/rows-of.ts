/** The rows of all loaded pages of an infinite query. Undefined before the first page. */
export function rowsOf<Row>({ data }: { data: { pages: { items: Row[] }[] } | undefined }): Row[] | undefined {
  return data?.pages.flatMap(({ items }) => items)
}

/** `getNextPageParam` of an infinite query. */
export function nextCursorOf(page: { nextCursor: string | null }): string | undefined {
  return page.nextCursor ?? undefined
}
