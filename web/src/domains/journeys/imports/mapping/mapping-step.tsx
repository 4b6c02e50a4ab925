import { Button, Text, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ColumnRow } from './column-row.tsx'
import type { ImportPreview } from '../import-types.ts'
import classes from '../imports.module.css'
import { choicesOf, assignColumn, fieldsWithoutColumn, mappingOf } from './column-choices.ts'
import { useCreateField } from './use-create-field.ts'

export type MappingStepProps = {
  journeyId: string
  preview: ImportPreview
  onChecking: () => void
  onAnother: () => void
}

export function MappingStep({ journeyId, preview, onChecking, onAnother }: MappingStepProps) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { headers, rows, fields, importId } = preview
  const [choices, setChoices] = useState(() => choicesOf(headers, preview.mapping))
  const createField = useCreateField(journeyId, importId)
  const check = useMutation(
    trpc.imports.dryRun.mutationOptions({
      onSuccess: async (started) => {
        queryClient.setQueryData(trpc.imports.get.queryKey({ importId }), { ...started, rowsPerSecond: null })
        await queryClient.invalidateQueries(trpc.imports.pathFilter())
        onChecking()
      },
    }),
  )
  const empty = fieldsWithoutColumn(choices, fields)
  const missing = empty.filter((field) => field.required)
  const optional = empty.filter((field) => !field.required)
  const nameOf = (field: { key: string; label?: string | undefined }) => field.label ?? field.key

  return (
    <section className={classes.section} aria-labelledby="mapping-title">
      <div className={classes.words}>
        <Title order={2} id="mapping-title">
          {t('mappingTitle')}
        </Title>
        <Text c="dimmed">{t('mappingText')}</Text>
      </div>
      <div className={classes.mapping} role="table" aria-labelledby="mapping-title">
        <div role="row" className={`${classes.mapRow} ${classes.mapHead}`}>
          <span role="columnheader">{t('column')}</span>
          <span role="columnheader">{t('samples')}</span>
          <span />
          <span role="columnheader">{t('field')}</span>
          <span role="columnheader">{t('fit')}</span>
        </div>
        {headers.map((header, index) => (
          <ColumnRow
            key={`${index} ${header}`}
            header={header}
            number={index + 1}
            samples={rows.map(({ cells }) => cells[index] ?? '')}
            fields={fields}
            choices={choices}
            chosen={choices[index] ?? null}
            onChoose={(field) => setChoices(assignColumn(choices, index, field))}
            onCreate={
              createField.isPossible
                ? (samples) =>
                    void createField
                      .create(header || t('columnNumber', { number: index + 1 }), samples)
                      .then((field) => field && setChoices((before) => assignColumn(before, index, field)))
                : null
            }
          />
        ))}
      </div>
      {createField.error ? <ErrorNotice error={createField.error} /> : null}
      {createField.isPossible || choices.every((field) => field !== null) ? null : (
        <Text className={classes.muted}>{t('fieldsFixed')}</Text>
      )}
      {optional.length > 0 ? (
        <Text className={classes.muted}>{t('unmappedFields', { fields: format.list(optional.map(nameOf)) })}</Text>
      ) : null}
      {missing.map((field) => (
        <div key={field.key} className={classes.missing} role="alert">
          <IconAlertCircle size={18} stroke={1.5} aria-hidden="true" />
          <span>{t('requiredMissing', { field: nameOf(field) })}</span>
        </div>
      ))}
      {check.error ? <ErrorNotice error={check.error} /> : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onAnother}>
          {t('another')}
        </Button>
        <Button
          loading={check.isPending}
          disabled={missing.length > 0}
          onClick={() => check.mutate({ importId, mapping: mappingOf(headers, choices) })}
        >
          {t('check')}
        </Button>
      </div>
    </section>
  )
}
