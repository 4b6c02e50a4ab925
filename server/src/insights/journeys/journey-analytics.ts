import { z } from 'zod'
import { surveyResult, type SurveyResult, type SurveyScale, surveyScaleNames } from '@tabiji/shared/surveys/survey.ts'
import { keepsRecords } from '@tabiji/shared/nodes/node-kind.ts'
import { nodeFlowOf, waitingIn } from '@tabiji/shared/engine/flow-metric.ts'
import type { Ctx } from '../../kernel/context.ts'
import { noCallouts, readCalloutNumbers, type CalloutNumbers } from '../calls/callout-analytics.ts'
import { countVisits } from './visit.repository.ts'
import { type ActivityCount, type FlowCount, sumActivityCounters, sumNodeCounters } from './node-counter.repository.ts'
import { type MailNumbers, countSeenMails, type ResponseCount, countResponses } from './cohort.repository.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export const analyticsInput = z.object({
  /** Selects a cohort of visits by the time the node was entered. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  version: z.coerce.number().int().positive().optional(),
})
export type AnalyticsInput = z.infer<typeof analyticsInput>

export type NodeAnalytics = {
  nodeId: string
  kind: string
  entered: number
  /** Standing at the node now, for any reason. */
  waiting: number
  left: Record<string, number>
  dropped: number
  /** Parked now. */
  parked: number
  moved: number
  callouts?: CalloutNumbers
  /** Mails that were opened, and mails with a click, each counted once. */
  mails?: MailNumbers
  survey?: SurveyNumbers
}

export type SurveyNumbers = SurveyResult & { scale: SurveyScale; scores: Record<string, number> }

export type JourneyAnalytics = { journeyId: string; asOf: string; nodes: NodeAnalytics[] }

/**
 * Numbers for every node of the journey, including nodes that later versions removed. Without a cohort they come from the
 * counters, with one from the visits themselves. In both cases entered = waiting + left + dropped + parked + moved.
 */
export async function journeyAnalytics(
  ctx: Ctx,
  journeyId: string,
  input: AnalyticsInput = {},
): Promise<JourneyAnalytics> {
  const journey = await requireJourney(ctx, journeyId)
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

  const activity = hasCohort ? [] : await sumActivityCounters(ctx.db, journey.id)
  const responses = hasCohort ? await countResponses(ctx.db, journey.id, cohort) : responseCountsOf(activity)
  const mails = hasCohort ? await countSeenMails(ctx.db, journey.id, cohort) : mailNumbersOf(activity)

  const live = journey.publishedVersion && (await loadVersion(ctx, journey.id, journey.publishedVersion)).document
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
      const called = callouts.get(nodeId) ?? (keepsRecords(kind, 'callouts') ? noCallouts : undefined)
      const survey = surveyNumbers(responses.filter((response) => response.nodeId === nodeId))
      const seen = mails.get(nodeId) ?? (keepsRecords(kind, 'mails') ? { opened: 0, clicked: 0 } : undefined)
      return {
        ...nodeAnalytics(nodeId, kind, byNode.get(nodeId) ?? []),
        ...(called ? { callouts: called } : {}),
        ...(seen ? { mails: seen } : {}),
        ...(survey ? { survey } : {}),
      }
    }),
  }
}

function nodeAnalytics(nodeId: string, kind: string, counters: readonly FlowCount[]): NodeAnalytics {
  const flow = nodeFlowOf(counters)
  return { nodeId, kind, waiting: waitingIn(flow), ...flow }
}

function mailNumbersOf(counters: readonly ActivityCount[]): Map<string, MailNumbers> {
  const numbers = new Map<string, MailNumbers>()
  for (const { nodeId, metric, value } of counters) {
    if (metric !== 'mailOpened' && metric !== 'mailClicked') continue
    const before = numbers.get(nodeId) ?? { opened: 0, clicked: 0 }
    numbers.set(nodeId, { ...before, [metric === 'mailOpened' ? 'opened' : 'clicked']: value })
  }
  return numbers
}

/** The metric `surveyScore:nps:9` counts the answers with score 9. */
function responseCountsOf(counters: readonly ActivityCount[]): ResponseCount[] {
  return counters.flatMap(({ nodeId, metric, value }) => {
    const [name, scale, score] = metric.split(':')
    return name === 'surveyScore' ? [{ nodeId, scale: scale as SurveyScale, score: Number(score), count: value }] : []
  })
}

/** For a node whose scale was changed, the scale with more answers counts. */
function surveyNumbers(responses: readonly ResponseCount[]): SurveyNumbers | undefined {
  const byScale = surveyScaleNames.map((scale) => {
    const scores: Record<string, number> = {}
    for (const { score, count } of responses.filter((response) => response.scale === scale))
      scores[score] = (scores[score] ?? 0) + count
    return { scale, scores, ...surveyResult(scale, scores) }
  })
  const [most] = byScale.toSorted((a, b) => b.responded - a.responded)
  return most && most.responded > 0 ? most : undefined
}

async function kindOfRemoved(ctx: Ctx, journeyId: string, newest: number, nodeId: string): Promise<string> {
  for (let number = newest; number >= 1; number--) {
    const { document } = await loadVersion(ctx, journeyId, number)
    const node = document.nodes.find((candidate) => candidate.id === nodeId)
    if (node) return node.kind
  }
  return 'removed'
}
