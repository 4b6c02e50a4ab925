import { Button, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { Counts } from './counts.tsx'
import { type Import, refusedRows } from '../import-types.ts'
import classes from '../imports.module.css'
import { RejectReasons } from './reject-reasons.tsx'
import { RejectsButton } from './rejects-button.tsx'

export type CheckedStepProps = { checked: Import; onMapping: () => void; onAnother: () => void }

/** A preview of the import, before anything is written. */
export function CheckedStep({ checked, onMapping, onAnother }: CheckedStepProps) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { enrolled } = checked.counts
  const start = useMutation(
    trpc.imports.start.mutationOptions({
      onSuccess: async (started) => {
        queryClient.setQueryData(trpc.imports.get.queryKey({ importId: checked.id }), {
          ...started,
          rowsPerSecond: null,
        })
        await queryClient.invalidateQueries(trpc.imports.pathFilter())
      },
    }),
  )
  return (
    <>
      <section className={classes.section} aria-labelledby="checked-title">
        <div className={classes.words}>
          <Title order={2} id="checked-title">
            {t('checkedTitle')}
          </Title>
          <Text c="dimmed">{t('checkText')}</Text>
        </div>
        <Counts counts={checked.counts} done={false} />
      </section>
      <RejectReasons finished={checked} />
      {enrolled === 0 ? <Text>{t('nobody')}</Text> : null}
      {start.error ? <ErrorNotice error={start.error} /> : null}
      <div className={classes.actions}>
        {refusedRows(checked) > 0 ? <RejectsButton finished={checked} /> : null}
        <Button variant="default" onClick={onAnother}>
          {t('another')}
        </Button>
        <Button variant="default" onClick={onMapping}>
          {t('changeMapping')}
        </Button>
        <Button
          disabled={enrolled === 0 || checked.mapping === null}
          loading={start.isPending}
          onClick={() => checked.mapping && start.mutate({ importId: checked.id, mapping: checked.mapping })}
        >
          {t('start', { count: enrolled, number: format.number(enrolled) })}
        </Button>
      </div>
    </>
  )
}
