import type { ReactNode } from 'react'
import { Page } from '../layout/page.tsx'
import { PageHeader, type PageHeaderProps } from '../layout/page-header.tsx'
import { ListContent, type ListContentProps } from '../lists/list-content.tsx'
import classes from './list-page.module.css'

export type ListPageProps<Row> = Omit<ListContentProps<Row>, 'children'> &
  Pick<PageHeaderProps, 'title' | 'back' | 'description' | 'actions'> & {
    /** Links to the neighbouring pages. */
    tabs?: ReactNode
    /** Replaces list, filters and actions while no row exists, with any filter. */
    firstUse?: ReactNode
    /** Search and filters. */
    bar?: ReactNode
    /** Between the bar and the list. */
    notice?: ReactNode
    list: ListContentProps<Row>['children']
    /** Sheets and dialogs. */
    children?: ReactNode
  }

/** A page with one list: header, search, filters and rows. */
export function ListPage<Row>({
  title,
  back,
  description,
  actions,
  tabs,
  firstUse,
  bar,
  notice,
  list,
  children,
  ...content
}: ListPageProps<Row>) {
  const rows = <ListContent {...content}>{list}</ListContent>
  return (
    <Page>
      <PageHeader
        title={title}
        back={back}
        description={description}
        actions={content.rows && !firstUse ? actions : null}
      />
      {tabs}
      {firstUse ||
        (bar ? (
          <div className={classes.body}>
            <div className={classes.bar}>{bar}</div>
            {notice}
            {rows}
          </div>
        ) : (
          rows
        ))}
      {children}
    </Page>
  )
}
