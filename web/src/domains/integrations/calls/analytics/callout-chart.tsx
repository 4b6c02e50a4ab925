import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'
import { Button, Skeleton, Table, Text, UnstyledButton } from '@mantine/core'
import { calloutOutcomes, type CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import classes from '../callouts.module.css'
import { sliceLabel } from './slice-label.ts'

type Series = Outputs['callouts']['series']

/** Successes have a pale colour, so that failures stand out. */
const colors: Record<CalloutOutcome, string> = {
  succeeded: 'color-mix(in srgb, var(--tj-success) 46%, var(--tj-page))',
  httpError: 'var(--tj-danger)',
  timeout: 'var(--tj-warning)',
  network: 'color-mix(in srgb, var(--tj-danger) 60%, var(--tj-page))',
  mappingError: 'var(--tj-info)',
  blocked: 'var(--tj-text-faint)',
  replyTooLarge: 'color-mix(in srgb, var(--tj-warning) 60%, var(--tj-page))',
  replyUnusable: 'color-mix(in srgb, var(--tj-warning) 35%, var(--tj-page))',
}

export type CalloutChartProps = {
  series: Series | undefined
  /** Opens the attempts of one slice of time, all or with one outcome. */
  onSee: (slice: { from: string; to: string; outcome?: CalloutOutcome }) => void
}

export function CalloutChart({ series, onSee }: CalloutChartProps) {
  const { t } = useTranslation('callouts')
  const format = useFormat()
  const locale = useLocale()
  const [asTable, setAsTable] = useState(false)
  const shown = useMemo(() => {
    if (!series) return null
    const spanMs = series.points.length * series.sliceMs
    const label = sliceLabel(locale, series.sliceMs, spanMs)
    const points = series.points.map((point) => ({ ...point, label: label(point.at), total: totalOf(point) }))
    const present = calloutOutcomes.filter((outcome) => points.some((point) => point[outcome] > 0))
    return { points, present, total: points.reduce((sum, point) => sum + point.total, 0) }
  }, [series, locale])

  if (!series || !shown) return <Skeleton height="15rem" />
  if (shown.total === 0) return <EmptyState motif="pulse" text={t('statuses.empty')} />
  const { points, present, total } = shown
  const see = (at: string, outcome?: CalloutOutcome) =>
    onSee({ from: at, to: new Date(Date.parse(at) + series.sliceMs).toISOString(), ...(outcome && { outcome }) })
  const Icon = asTable ? IconChartBar : IconTable
  return (
    <div className={classes.chart}>
      <div className={classes.chartHead}>
        <Text c="dimmed" size="xs">
          {t('chart.text', { slice: format.duration(series.sliceMs) })}
        </Text>
        <ul className={classes.legend}>
          {present.map((outcome) => (
            <li key={outcome}>
              <i style={{ background: colors[outcome] }} aria-hidden="true" />
              {t(`outcome.${outcome}`)}
            </li>
          ))}
        </ul>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<Icon size={14} stroke={1.5} />}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'chart.asChart' : 'chart.asTable')}
        </Button>
      </div>
      {asTable ? (
        <div className={classes.tableScroll} tabIndex={0} role="group" aria-label={t('chart.title')}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('chart.when')}</Table.Th>
                {present.map((outcome) => (
                  <Table.Th key={outcome} ta="end">
                    {t(`outcome.${outcome}`)}
                  </Table.Th>
                ))}
                <Table.Th ta="end">{t('chart.total')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points
                .filter((point) => point.total > 0)
                .toReversed()
                .map((point) => (
                  <Table.Tr key={point.at}>
                    <Table.Td>{format.dateTime(point.at)}</Table.Td>
                    {present.map((outcome) => (
                      <Table.Td key={outcome} ta="end">
                        {point[outcome] === 0 ? (
                          '0'
                        ) : (
                          <UnstyledButton className={classes.cellLink} onClick={() => see(point.at, outcome)}>
                            {format.number(point[outcome])}
                          </UnstyledButton>
                        )}
                      </Table.Td>
                    ))}
                    <Table.Td ta="end">
                      <UnstyledButton className={classes.cellLink} onClick={() => see(point.at)}>
                        {format.number(point.total)}
                      </UnstyledButton>
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : (
        <div role="img" aria-label={t('chart.description', { count: total })}>
          <BarChart
            h={240}
            data={points}
            dataKey="label"
            type="stacked"
            series={present.map((outcome) => ({
              name: outcome,
              label: t(`outcome.${outcome}`),
              color: colors[outcome],
            }))}
            valueFormatter={(value) => format.number(value)}
            gridAxis="x"
            tickLine="none"
            strokeDasharray="0"
            gridColor="var(--tj-border)"
            textColor="var(--tj-text-muted)"
            maxBarWidth={28}
            barProps={{ isAnimationActive: false }}
            xAxisProps={{ minTickGap: 24 }}
            yAxisProps={{ allowDecimals: false, width: 44 }}
            tooltipAnimationDuration={0}
            barChartProps={{
              style: { cursor: 'pointer' },
              onClick: ({ activeTooltipIndex }) => {
                const point = points[Number(activeTooltipIndex)]
                if (point && point.total > 0) see(point.at)
              },
            }}
          />
        </div>
      )}
    </div>
  )
}

function totalOf(point: Series['points'][number]): number {
  return calloutOutcomes.reduce((sum, outcome) => sum + point[outcome], 0)
}
