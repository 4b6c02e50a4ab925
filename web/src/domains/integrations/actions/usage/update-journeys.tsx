import { formatPublishChange } from '@tabiji/shared/drafts/format-publish-change.ts'
import { Button, Checkbox, Skeleton, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconRocket } from '@tabler/icons-react'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import type { SavedExternalAction } from '../../../../lib/action-drawers.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { isStaleDraft } from '../../../../lib/api/api-error.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC, useTRPCClient } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import classes from '../external-actions.module.css'
import { outdatedJourneys } from './outdated-journeys.ts'

type Impact = Outputs['journeys']['impact']
type Use = SavedExternalAction['usedBy'][number]
type Outcome = { version: number } | { error: unknown }

/**
 * A publish that affects more people than this must be made in the journey's own sheet, which asks for a confirmation.
 */
const mostAtOnce = 100

export type UpdateJourneysProps = { action: SavedExternalAction; opened: boolean; onClose: () => void }

/** Publishes the live journeys that still call an older version, each with its impact. */
export function UpdateJourneys({ action, opened, onClose }: UpdateJourneysProps) {
  const { t } = useTranslation('externalActions')
  return (
    <SideSheet opened={opened} title={t('update.title', { name: action.name })} size="44rem" onClose={onClose}>
      {opened ? <Sheet action={action} onClose={onClose} /> : null}
    </SideSheet>
  )
}

function Sheet({ action, onClose }: { action: SavedExternalAction; onClose: () => void }) {
  const { t } = useTranslation('externalActions')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const mayPublish = useHasRole('admin')
  // Journeys published here stay in the list, with the result.
  const [uses] = useState(() => outdatedJourneys(action))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const impacts = useQueries({
    queries: uses.map(({ journeyId }) =>
      trpc.journeys.impact.queryOptions({ journeyId }, { staleTime: 0, gcTime: 0, retry: false }),
    ),
  })
  const publish = useMutation({
    mutationFn: async () => {
      for (const [index, { journeyId }] of uses.entries()) {
        const seen = impacts[index]?.data
        if (!chosen.has(journeyId) || !seen) continue
        const outcome = await client.journeys.publish
          .mutate({
            journeyId,
            draftRevision: seen.draftRevision,
            note: t('update.note', { name: action.name, version: action.version }),
          })
          .catch((error: unknown) => ({ error }))
        setOutcomes((before) => new Map(before).set(journeyId, outcome))
        if ('error' in outcome && isStaleDraft(outcome.error)) void impacts[index]?.refetch()
        setChosen((before) => new Set([...before].filter((id) => id !== journeyId)))
      }
    },
    onSettled: async () => {
      await queryClient.invalidateQueries(trpc.externalActions.pathFilter())
      await queryClient.invalidateQueries({ queryKey: trpc.journeys.list.pathKey() })
    },
  })
  return (
    <div className={classes.update}>
      <Text c="dimmed">{t('update.text', { version: action.version })}</Text>
      <ul className={classes.updateList}>
        {uses.map((use, index) => (
          <Journey
            key={use.journeyId}
            use={use}
            version={action.version}
            impact={impacts[index]?.data}
            error={impacts[index]?.error}
            outcome={outcomes.get(use.journeyId)}
            mayPublish={mayPublish}
            chosen={chosen.has(use.journeyId)}
            onChoose={(isChosen) =>
              setChosen((before) =>
                isChosen
                  ? new Set([...before, use.journeyId])
                  : new Set([...before].filter((id) => id !== use.journeyId)),
              )
            }
          />
        ))}
      </ul>
      <div className={classes.updateFoot}>
        {mayPublish ? null : <Text c="dimmed">{t('update.notAllowed')}</Text>}
        <Button variant="default" onClick={onClose}>
          {t(outcomes.size > 0 ? 'update.done' : 'update.later')}
        </Button>
        {mayPublish ? (
          <Button
            leftSection={<IconRocket size={16} stroke={1.5} />}
            loading={publish.isPending}
            disabled={chosen.size === 0}
            onClick={() => publish.mutate()}
          >
            {chosen.size === 0 ? t('update.publishNone') : t('update.publish', { count: chosen.size })}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

type JourneyProps = {
  use: Use
  version: number
  impact: Impact | undefined
  error: unknown
  outcome: Outcome | undefined
  mayPublish: boolean
  chosen: boolean
  onChoose: (chosen: boolean) => void
}

function Journey({ use, version, impact, error, outcome, mayPublish, chosen, onChoose }: JourneyProps) {
  const { t } = useTranslation('externalActions')
  const format = useFormat()
  const locale = useLocale()
  const rows = impact?.rows ?? []
  const atOnce = rows
    .filter(({ actsNow, default: usual }) => usual !== null && actsNow.some((acting) => acting === usual))
    .reduce((sum, { people }) => sum + people, 0)
  const done = outcome && 'version' in outcome ? outcome : undefined
  const isOpen = impact !== undefined && !done && rows.length > 0 && atOnce <= mostAtOnce
  return (
    <li className={classes.updateJourney}>
      <div className={classes.updateHead}>
        {mayPublish ? (
          <Checkbox
            aria-label={t('update.choose', { name: use.journeyName })}
            checked={chosen}
            disabled={!isOpen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        ) : null}
        <AnchorLink to="/journeys/$journeyId" params={{ journeyId: use.journeyId }}>
          {use.journeyName}
        </AnchorLink>
        <span className={classes.hint}>{t('update.versions', { from: use.pinnedVersion ?? '–', to: version })}</span>
        {done ? (
          <span className={classes.testedWell}>
            <IconCircleCheck size={14} stroke={1.75} aria-hidden="true" />
            {t('update.published', { version: done.version })}
          </span>
        ) : null}
      </div>
      {outcome && 'error' in outcome ? (
        isStaleDraft(outcome.error) ? (
          <p role="alert" className={classes.updateMore}>
            <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
            {t('update.stale')}
          </p>
        ) : (
          <ErrorNotice error={outcome.error} />
        )
      ) : null}
      {error ? (
        <>
          <Text c="dimmed">{t('update.needsWork')}</Text>
          <ErrorNotice error={error} />
        </>
      ) : impact === undefined ? (
        <Skeleton height="2rem" />
      ) : done ? null : (
        <>
          <ul className={classes.updateRows}>
            {rows.map((row) => (
              <li key={row.id}>
                <span>{formatPublishChange(row, locale)}</span>
                <span className="tj-num">{row.people > 0 ? t('update.people', { count: row.people }) : ''}</span>
              </li>
            ))}
          </ul>
          {rows.length === 0 ? <Text c="dimmed">{t('update.nothing')}</Text> : null}
          {rows.some(({ change }) => change !== 'actionUpdated') ? (
            <p className={classes.updateMore}>
              <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
              {t('update.all')}
            </p>
          ) : null}
          {atOnce > mostAtOnce ? (
            <Text c="dimmed">{t('update.manyAtOnce', { count: atOnce, number: format.number(atOnce) })}</Text>
          ) : null}
        </>
      )}
    </li>
  )
}
