import { formatNodeName } from '@tabiji/shared/nodes/node-name.ts'
import { NumberInput, type NumberInputProps, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { Outputs } from '../../lib/api/api-types.ts'
import { formatBytes } from '../../lib/format/format-bytes.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { KeyValue } from '../../ui/values/key-value.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { Notice } from '../../ui/feedback/notice.tsx'
import { FormattedNumber } from '../../ui/values/formatted-number.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { Time } from '../../ui/values/time.tsx'
import { SettingsForm, SettingsSection } from './settings-form.tsx'
import classes from './settings.module.css'

const refreshMs = 5_000
const fewestDays = 7
const mostDays = 36_500

/** The retention of records, and the state of the engine and its counters. */
export function RecordsSettings(): ReactNode {
  const { t } = useTranslation('settings')
  return (
    <div className={classes.columns}>
      <SettingsSection title={t('records.heading')} text={t('records.text')} skeletonFields={1}>
        {({ retentionDays }) => <RetentionForm retentionDays={retentionDays} />}
      </SettingsSection>
      <EngineStatus />
    </div>
  )
}

function RetentionForm({ retentionDays }: { retentionDays: number | null }) {
  const { t } = useTranslation('settings')
  return (
    <SettingsForm<{ retentionDays: number | '' }>
      initialValues={{ retentionDays: retentionDays ?? '' }}
      validate={{ retentionDays: (days) => (isWithin(days) ? null : t('records.daysWrong')) }}
      inputOf={(values) => ({ retentionDays: values.retentionDays || null })}
    >
      {(form, mayChange) => (
        <RetentionField
          days={form.values.retentionDays}
          saved={retentionDays}
          readOnly={!mayChange}
          inputProps={form.getInputProps('retentionDays')}
        />
      )}
    </SettingsForm>
  )
}

type RetentionFieldProps = {
  days: number | ''
  saved: number | null
  readOnly: boolean
  inputProps: NumberInputProps
}

function RetentionField({ days, saved, readOnly, inputProps }: RetentionFieldProps) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const [asked] = useDebouncedValue(isWithin(days) ? days || null : saved, 300)
  const preview = useQuery(
    trpc.operations.previewRetention.queryOptions({ days: asked }, { placeholderData: keepPreviousData }),
  )
  return (
    <>
      <NumberInput
        label={t('records.days')}
        description={preview.data ? t('records.daysHelp', { days: preview.data.defaultDays }) : ' '}
        placeholder={preview.data ? String(preview.data.defaultDays) : undefined}
        allowDecimal={false}
        allowNegative={false}
        readOnly={readOnly}
        {...inputProps}
      />
      {preview.data ? <WhatItMeans preview={preview.data} /> : null}
    </>
  )
}

function isWithin(days: number | ''): boolean {
  return days === '' || (Number.isInteger(days) && days >= fewestDays && days <= mostDays)
}

function WhatItMeans({ preview }: { preview: Outputs['operations']['previewRetention'] }) {
  const { t } = useTranslation('settings')
  const language = useLocale()
  const format = useFormat()
  return (
    <Text c="dimmed" role="status">
      {t('records.meaning', {
        date: format.date(preview.before),
        total: formatBytes(preview.totalBytes, language),
      })}{' '}
      {preview.isKeptByOthers
        ? t('records.keptByOthers')
        : preview.freedBytes > 0
          ? t('records.frees', { size: formatBytes(preview.freedBytes, language) })
          : t('records.freesNothing')}
    </Text>
  )
}

function EngineStatus() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const language = useLocale()
  const status = useQuery(trpc.operations.systemStatus.queryOptions(undefined, { refetchInterval: refreshMs }))
  return (
    <Section title={t('engine.heading')} text={t('engine.text')}>
      {status.data ? (
        <div className={classes.once}>
          {status.data.workersAlive === 0 ? (
            <Notice icon={IconAlertTriangle} tone="danger" title={t('engine.noWorker')} role="note">
              <Text>{t('engine.noWorkerText')}</Text>
            </Notice>
          ) : null}
          <KeyValue
            items={[
              { label: t('engine.workers'), value: <FormattedNumber value={status.data.workersAlive} /> },
              {
                label: t('engine.lag'),
                value:
                  status.data.dueLagSeconds < 1 ? (
                    t('engine.noLag')
                  ) : (
                    <FormattedNumber value={status.data.dueLagSeconds * 1000} as="duration" />
                  ),
              },
              {
                label: t('engine.checked'),
                value: status.data.checkedAt ? (
                  <Time at={status.data.checkedAt} as="relative" />
                ) : (
                  t('engine.notChecked')
                ),
              },
            ]}
          />
          {status.data.checkedAt === null ? null : status.data.discrepancies.length === 0 ? (
            <Text>{t('engine.addsUp')}</Text>
          ) : (
            <Notice icon={IconAlertTriangle} tone="warning" title={t('engine.doesNotAddUp')} role="note">
              <Text>{t('engine.doesNotAddUpText')}</Text>
              <ul>
                {status.data.discrepancies.map(({ journeyId, journeyName, node, nodeId, kind, counted, found }) => (
                  <li key={`${journeyId} ${nodeId} ${kind}`}>
                    {t(`engine.discrepancy.${kind}`, {
                      journey: journeyName,
                      step: node ? formatNodeName({ ...node, place: null }, language) : t('engine.removedStep'),
                      counted,
                      found,
                    })}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </div>
      ) : status.error ? (
        <ErrorNotice error={status.error} onRetry={() => void status.refetch()} />
      ) : (
        <FormSkeleton fields={2} />
      )}
    </Section>
  )
}
