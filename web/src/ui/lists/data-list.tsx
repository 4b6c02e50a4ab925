import { Button } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './data-list.module.css'

export type DataColumn<Row> = {
  key: string
  /** `headerHidden` for a column of buttons: read out, but not shown. */
  header: string
  headerHidden?: boolean
  cell: (row: Row) => ReactNode
  /** A grid track: `minmax(12rem, 2fr)`, `8rem`. */
  width: string
  align?: 'end'
}

export type DataListProps<Row> = {
  label: string
  columns: readonly DataColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** To make the whole row a link, put a link with `classes.rowLink` into the first cell. */
  rowHeight?: number
  /** From an infinite query; absent for a complete list. */
  more?: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

// With fewer rows all are rendered, so that the browser's search and a screen reader find every row.
const virtualFrom = 80

/** A table for lists of any length: keyset pages, and only the visible rows rendered once there are many. */
export function DataList<Row>({ label, columns, rows, rowKey, rowHeight = 48, more }: DataListProps<Row>) {
  const { t } = useTranslation()
  const body = useRef<HTMLDivElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  const virtual = rows.length >= virtualFrom

  useLayoutEffect(() => {
    const scroller = virtual ? scrollParent(body.current) : null
    if (!body.current || !scroller) return
    setScrollMargin(
      body.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop,
    )
  }, [virtual])

  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => scrollParent(body.current),
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin,
  })
  const shown = virtual
    ? virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - scrollMargin }))
    : rows.map((_, index) => ({ index, top: undefined }))

  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (virtual && more?.hasNextPage && !more.isFetchingNextPage && lastShown >= rows.length - 1) more.fetchNextPage()
  }, [virtual, more, lastShown, rows.length])

  const tracks: CSSProperties = { gridTemplateColumns: columns.map((column) => column.width).join(' ') }

  return (
    <div className={classes.list}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={more?.hasNextPage ? -1 : rows.length + 1}
        className={classes.table}
      >
        <div role="rowgroup">
          <div role="row" className={classes.head} style={tracks}>
            {columns.map((column) => (
              <div key={column.key} role="columnheader" className={classes.headCell} data-align={column.align}>
                <span className={column.headerHidden ? classes.hidden : undefined}>{column.header}</span>
              </div>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          ref={body}
          className={virtual ? classes.virtual : undefined}
          style={virtual ? { height: virtualizer.getTotalSize() } : undefined}
        >
          {shown.map(({ index, top }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <div
                key={rowKey(row)}
                role="row"
                aria-rowindex={index + 2}
                className={classes.row}
                style={{ ...tracks, minHeight: rowHeight, ...(top === undefined ? {} : { height: rowHeight, top }) }}
              >
                {columns.map((column) => (
                  <div key={column.key} role="cell" className={classes.cell} data-align={column.align}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {more?.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={more.isFetchingNextPage} onClick={() => more.fetchNextPage()}>
            {t('list.loadMore')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

export const rowLinkClass = classes.rowLink

function scrollParent(element: HTMLElement | null): HTMLElement | null {
  for (let parent = element?.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent
  }
  return null
}
