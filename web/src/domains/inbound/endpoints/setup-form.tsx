import { Button, NumberInput, Select, Switch, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import type { Endpoint } from '../event-types.ts'
import classes from '../events.module.css'
import { MappingTable } from './mapping-table.tsx'
import { initialChoices, type FieldChoices, likelyEmailPath, mappingsOf } from './field-choices.ts'

type Journey = Outputs['journeys']['get']

/**
 * Which participants an event matches, whether unknown ones enter, and with which fields. `journeyId` is the journey
 * that linked here.
 */
export function SetupForm({ endpoint, journeyId }: { endpoint: Endpoint; journeyId: string | undefined }) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const wished = endpoint.enrollJourneyId ?? journeyId ?? endpoint.listeners[0]?.journeyId ?? null
  const [chosen, setChosen] = useState(wished)
  const journeys = useQuery(trpc.journeys.list.queryOptions({ limit: 200 }))
  const journey = useQuery(trpc.journeys.get.queryOptions({ journeyId: chosen ?? '' }, { enabled: chosen !== null }))
  const options = (journeys.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <div className={classes.setup}>
      <Select
        className={classes.narrow}
        label={t('people.journey')}
        description={t('people.journeyHelp')}
        data={[{ value: '', label: t('people.anyJourney') }, ...options]}
        value={chosen ?? ''}
        searchable={options.length > 8}
        allowDeselect={false}
        onChange={(id) => setChosen(id || null)}
      />
      {journey.error ? <ErrorNotice error={journey.error} onRetry={() => void journey.refetch()} /> : null}
      {chosen !== null && !journey.data ? (
        journey.error ? null : (
          <FormSkeleton fields={3} />
        )
      ) : (
        <Choice
          key={chosen ?? ''}
          endpoint={endpoint}
          journey={chosen === null ? null : (journey.data ?? null)}
          // A link from a journey's entry means that participants should enter.
          enrolls={endpoint.enrollJourneyId === chosen || (chosen === journeyId && endpoint.matchBy.length === 0)}
        />
      )}
    </div>
  )
}

function Choice({ endpoint, journey, enrolls }: { endpoint: Endpoint; journey: Journey | null; enrolls: boolean }) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useHasRole('admin')
  const { id, fields } = endpoint
  const uniqueBy = journey?.document.uniqueBy ?? []
  const [choices, setChoices] = useState<FieldChoices>(() => initialChoices(endpoint, journey?.document.fields ?? []))
  const [address, setAddress] = useState(() => endpoint.matchBy[0]?.path ?? likelyEmailPath(fields))
  const [letsIn, setLetsIn] = useState(journey !== null && enrolls)
  const [updatesPeople, setUpdatesPeople] = useState(endpoint.updatesPeople)
  const [dedupePath, setDedupePath] = useState(endpoint.dedupePath)
  const [rate, setRate] = useState<number | string>(endpoint.rateLimitPerMinute)
  const save = useMutation(
    trpc.events.update.mutationOptions({
      onSuccess: async (changed) => {
        queryClient.setQueryData(trpc.events.endpoint.queryKey({ id }), changed)
        toastDone(t('people.saved'))
        await queryClient.invalidateQueries(trpc.events.endpoints.queryFilter())
      },
    }),
  )
  const pairs = journey
    ? mappingsOf(choices, uniqueBy)
    : { matchBy: address === null ? [] : [{ path: address, field: 'email' }], mapping: [] }
  const labelOf = (key: string) => journey?.document.fields.find((field) => field.key === key)?.label ?? key
  const missing = uniqueBy.filter((key) => !pairs.matchBy.some(({ field }) => field === key))
  const paths = fields.map(({ path }) => path)

  return (
    <>
      {journey ? (
        <MappingTable
          endpoint={endpoint}
          journey={journey}
          choices={choices}
          readOnly={!mayChange}
          onChange={setChoices}
        />
      ) : (
        <Select
          className={classes.narrow}
          label={t('people.address')}
          description={t('people.addressHelp')}
          data={paths}
          value={address}
          disabled={!mayChange}
          onChange={setAddress}
        />
      )}
      {missing.length > 0 ? (
        <Text role="status" className={classes.warning}>
          {t('people.keyMissing', { fields: missing.map(labelOf).join(t('comma')) })}
        </Text>
      ) : null}
      {journey ? (
        <>
          <Switch
            label={t('people.enroll', { journey: journey.document.name })}
            description={t('people.enrollHelp')}
            checked={letsIn}
            disabled={!mayChange}
            onChange={(event) => setLetsIn(event.currentTarget.checked)}
          />
          <Switch
            label={t('people.update')}
            description={t('people.updateHelp')}
            checked={updatesPeople}
            disabled={!mayChange}
            onChange={(event) => setUpdatesPeople(event.currentTarget.checked)}
          />
        </>
      ) : null}
      <details className={classes.more}>
        <summary>{t('people.more')}</summary>
        <Select
          label={t('people.dedupe')}
          description={t('people.dedupeHelp')}
          data={[
            { value: '', label: t('people.dedupeNone') },
            ...[...new Set(['id', ...paths, ...(dedupePath === null ? [] : [dedupePath])])].map((path) => ({
              value: path,
              label: path,
            })),
          ]}
          value={dedupePath ?? ''}
          allowDeselect={false}
          disabled={!mayChange}
          onChange={(path) => setDedupePath(path || null)}
        />
        <NumberInput
          label={t('people.rate')}
          description={t('people.rateHelp')}
          min={1}
          max={60_000}
          allowDecimal={false}
          thousandSeparator=","
          value={rate}
          disabled={!mayChange}
          onChange={setRate}
        />
      </details>
      {save.error ? <ErrorNotice error={save.error} /> : null}
      {mayChange ? (
        <div className={classes.buttons}>
          <Button
            loading={save.isPending}
            disabled={pairs.matchBy.length === 0}
            onClick={() =>
              save.mutate({
                id,
                ...pairs,
                enrollJourneyId: letsIn && journey ? journey.id : null,
                updatesPeople: journey !== null && updatesPeople,
                dedupePath,
                rateLimitPerMinute: Number(rate) || endpoint.rateLimitPerMinute,
              })
            }
          >
            {t('people.save')}
          </Button>
        </div>
      ) : null}
    </>
  )
}
