import { Button, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ButtonLink } from '../../../../ui/layout/links.tsx'
import { Counts } from './counts.tsx'
import { type Import, refusedRows } from '../import-types.ts'
import classes from '../imports.module.css'
import { RejectReasons } from './reject-reasons.tsx'
import { RejectsButton } from './rejects-button.tsx'

export function DoneStep({ done, onAnother }: { done: Import; onAnother: () => void }) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const trpc = useTRPC()
  const journey = useQuery(trpc.journeys.get.queryOptions({ journeyId: done.journeyId }))
  const { enrolled } = done.counts
  const took = done.startedAt && done.finishedAt ? Date.parse(done.finishedAt) - Date.parse(done.startedAt) : null
  const words = { count: enrolled, number: format.number(enrolled) }
  return (
    <>
      <section className={classes.section} aria-labelledby="done-title">
        <div className={classes.words}>
          <Title order={2} id="done-title" role="status">
            {journey.data?.publishedVersion === null ? t('doneWaiting', words) : t('doneTitle', words)}
          </Title>
          {took === null ? null : (
            <Text c="dimmed">
              {t('doneRate', { rows: format.number(done.rowCount), duration: format.duration(took) })}
              {done.rowsPerSecond === null ? '' : ` · ${t('rate', { rate: format.number(done.rowsPerSecond) })}`}
            </Text>
          )}
        </div>
        <Counts counts={done.counts} done />
      </section>
      <RejectReasons finished={done} />
      <div className={classes.actions}>
        {refusedRows(done) > 0 ? <RejectsButton finished={done} /> : null}
        <Button variant="default" onClick={onAnother}>
          {t('another')}
        </Button>
        <ButtonLink to="/journeys/$journeyId/participants" params={{ journeyId: done.journeyId }} search={{}}>
          {t('seeParticipants')}
        </ButtonLink>
      </div>
    </>
  )
}
