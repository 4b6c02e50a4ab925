import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { type Import, refusedRows } from '../import-types.ts'
import classes from '../imports.module.css'

/** Why rows were rejected: each reason with its number of rows and the first of them. */
export function RejectReasons({ finished }: { finished: Import }) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const trpc = useTRPC()
  const refused = refusedRows(finished)
  const reasons = useQuery(
    trpc.imports.rejectExamples.queryOptions({ importId: finished.id }, { enabled: refused > 0 }),
  )
  if (refused === 0) return null
  return (
    <section className={classes.section} aria-labelledby="rejects-title">
      <Title order={2} id="rejects-title">
        {t('rejectedTitle')}
      </Title>
      {reasons.error ? (
        <ErrorNotice error={reasons.error} onRetry={() => void reasons.refetch()} />
      ) : !reasons.data ? (
        <ListSkeleton rows={2} />
      ) : (
        <ul className={classes.reasons}>
          {reasons.data.map(({ code, rows, examples }) => (
            <li key={code} className={classes.reasonItem}>
              <span className={classes.reasonRows}>
                {t('reasonRows', { count: rows, number: format.number(rows) })}
              </span>
              <ul className={classes.examples}>
                {examples.map(({ line, message }) => (
                  <li key={line} className={classes.example}>
                    <span className={classes.muted}>{t('line', { line: format.number(line) })}</span>
                    <span>{message}</span>
                  </li>
                ))}
                {rows > examples.length ? <li className={classes.muted}>{t('moreRows')}</li> : null}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
