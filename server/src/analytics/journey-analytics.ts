import { z } from 'zod'
import { requireRole, type Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { loadVersion } from '../journeys/journey-version.repository.ts'
import { findJourney } from '../journeys/journey.repository.ts'
import { noCallouts, readCalloutNumbers, type CalloutNumbers } from '../callouts/callout-analytics.ts'
import { countVisits } from './visit.repository.ts'
import { sumNodeCounters, type NodeCounter } from './node-counter.repository.ts'

export const analyticsInput = z.object({
  /** Choose a cohort of visits by when the node was entered. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  version: z.coerce.number().int().positive().optional(),
})
export type AnalyticsInput = z.infer<typeof analyticsInput>

export type NodeAnalytics = {
  nodeId: string
  kind: string
  entered: number
  /** Standing there now, for whatever reason. */
  waiting: number
  left: Record<string, number>
  dropped: number
  /** Parked now. */
  failed: number
  moved: number
  callouts?: CalloutNumbers
}

export type JourneyAnalytics = { journeyId: string; asOf: string; nodes: NodeAnalytics[] }

/**
 * Numbers for every node of the journey, those that later versions removed included. Without a cohort they come from the
 * counters, with one from the visits themselves; in both, entered = waiting + left + dropped + failed + moved.
 */
export async function journeyAnalytics(
  ctx: Ctx,
  journeyId: string,
  input: AnalyticsInput = {},
): Promise<JourneyAnalytics> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const asOf = ctx.clock.now()
  const cohort = {
    from: input.from === undefined ? null : new Date(input.from),
    to: input.to === undefined ? null : new Date(input.to),
    version: input.version ?? null,
  }
  const hasCohort = Object.values(cohort).some((value) => value !== null)
  const counters = hasCohort ? await countVisits(ctx.db, journey.id, cohort) : await sumNodeCounters(ctx.db, journey.id)
  const callouts = await readCalloutNumbers(ctx.db, {
    workspaceId: ctx.workspaceId,
    journeyId: journey.id,
    ...(cohort.version === null ? {} : { versionNumber: cohort.version }),
    ...(cohort.from ? { from: cohort.from } : {}),
    ...(cohort.to ? { to: cohort.to } : {}),
  })

  const live = journey.publishedVersion && (await loadVersion(ctx.db, journey.id, journey.publishedVersion)).document
  const document = live || journey.draft
  const kinds = new Map(document.nodes.map((node) => [node.id, node.kind]))
  for (const { nodeId } of counters) {
    if (!kinds.has(nodeId))
      kinds.set(nodeId, await kindOfRemoved(ctx, journey.id, journey.publishedVersion ?? 0, nodeId))
  }
  const byNode = Map.groupBy(counters, (counter) => counter.nodeId)
  return {
    journeyId: journey.id,
    asOf: asOf.toISOString(),
    nodes: [...kinds].map(([nodeId, kind]) => {
      const called = callouts.get(nodeId) ?? (kind === 'callApi' ? noCallouts : undefined)
      return { ...nodeAnalytics(nodeId, kind, byNode.get(nodeId) ?? []), ...(called ? { callouts: called } : {}) }
    }),
  }
}

function nodeAnalytics(nodeId: string, kind: string, counters: readonly NodeCounter[]): NodeAnalytics {
  const value = (metric: string) => counters.find((counter) => counter.metric === metric)?.value ?? 0
  const left = Object.fromEntries(
    counters
      .filter((counter) => counter.metric.startsWith('left:'))
      .map((counter) => [counter.metric.slice('left:'.length), counter.value]),
  )
  const [entered, dropped, failed, moved] = [value('entered'), value('dropped'), value('failed'), value('moved')]
  const leftSum = Object.values(left).reduce((sum, people) => sum + people, 0)
  return { nodeId, kind, entered, waiting: entered - leftSum - dropped - failed - moved, left, dropped, failed, moved }
}

async function kindOfRemoved(ctx: Ctx, journeyId: string, newest: number, nodeId: string): Promise<string> {
  for (let number = newest; number >= 1; number--) {
    const { document } = await loadVersion(ctx.db, journeyId, number)
    const node = document.nodes.find((candidate) => candidate.id === nodeId)
    if (node) return node.kind
  }
  return 'removed'
}
