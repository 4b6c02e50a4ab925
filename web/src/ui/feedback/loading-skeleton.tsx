import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './loading-skeleton.module.css'

const widths = ['62%', '48%', '71%', '55%', '66%', '43%', '58%', '69%']

/** Placeholder rows of a list while it loads. */
export function ListSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Waiting>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.row}>
          <Skeleton height="0.875rem" width={widths[row % widths.length]} />
          <Skeleton height="0.875rem" width="4rem" />
          <Skeleton height="0.875rem" width="6rem" />
        </div>
      ))}
    </Waiting>
  )
}

/** Placeholder fields of a form while it loads. */
export function FormSkeleton({ fields = 3 }: { fields?: number }) {
  return (
    <Waiting>
      {Array.from({ length: fields }, (_, field) => (
        <div key={field} className={classes.field}>
          <Skeleton height="0.75rem" width="8rem" />
          <Skeleton height="2.25rem" />
        </div>
      ))}
    </Waiting>
  )
}

/** A title and a list while the code of a page loads. */
export function PageSkeleton() {
  return (
    <div className={classes.page}>
      <Skeleton height="1.75rem" width="14rem" />
      <ListSkeleton />
    </div>
  )
}

function Waiting({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('list.loading')} className={classes.waiting}>
      {children}
    </div>
  )
}
