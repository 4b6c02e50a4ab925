import { outletsTo, nodesLeadingTo } from '@tabiji/shared/engine/relocation/backfill.ts'
import {
  actingChoices,
  chooseImpact,
  publishChanges,
  type ChangeName,
  type PublishChange,
  type PublishChoice,
  type PublishedGraph,
} from '@tabiji/shared/engine/relocation/publish-changes.ts'
import type { Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import { type NodeName, nodeNames } from '@tabiji/shared/nodes/node-name.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import { commonTiming } from '@tabiji/shared/engine/relocation/retime.ts'
import type { Ctx } from '../../kernel/context.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { countPeopleInside } from '../people/people-inside.repository.ts'
import type { BackfillScope } from '../../engine/relocation/sweep.types.ts'
import {
  countPeopleAtSteps,
  findLeftBehind,
  countDueNow,
  countExcludedInside,
  countPeoplePastNode,
} from '../../engine/relocation/preview-sweep.ts'

export type PublishPreviewRow = {
  id: string
  change: ChangeName
  nodeId?: string
  /** The name of the changed node: from the draft, or from the live version where the draft no longer has the node. */
  node: NodeName | null
  /** The default target for people of a removed node. */
  target: NodeName | null
  /** The people whom the change affects if the choice affects anyone. */
  people: number
  /** Further enrollments at the step whose effect is in progress. They finish it first. */
  underWay: number
  /** How many enrollments a changed time makes due at once; null when the number is known only after reading each one. */
  dueNow: number | null
  /** The options; empty where there is nothing to choose. `moveTo` is given as `moveTo:<nodeId>`. */
  choices: PublishChoice[]
  default: PublishChoice | null
  /** The options that send or move enrollments at once. */
  actsNow: PublishChoice[]
  /** Possible targets of `moveTo`. */
  targets: { nodeId: string; node: NodeName }[]
}

export type DraftVersion = { journeyId: string; before: PublishedGraph | null; after: PublishedGraph; number: number }

/** What publishing the draft as this version would change, and how many enrollments each change affects now. */
export async function publishPreview(ctx: Ctx, draft: DraftVersion): Promise<PublishPreviewRow[]> {
  const { journeyId, before, after } = draft
  const changes = publishChanges(before, after)
  const standing = await countPeopleAtSteps(
    ctx,
    journeyId,
    changes.flatMap((change) => change.stepIds),
  )
  const names = new Map([...(before ? nodeNames(before.document) : []), ...nodeNames(after.document)])
  const targets = after.document.nodes
    .filter(({ id }) => after.plan.nodes[id] !== undefined)
    .map(({ id }) => ({ nodeId: id, node: names.get(id)! }))

  const rows: PublishPreviewRow[] = []
  for (const change of changes) {
    const { id, nodeId, target, stepIds, choices } = change
    const counts = stepIds.map((stepId) => standing.get(stepId) ?? { people: 0, underWay: 0 })
    const people = await peopleOf(ctx, draft, change, sum(counts.map((each) => each.people)))
    if (change.change === 'excluded' && people === 0) continue
    const actsNow = choices.filter((choice) => actingChoices.includes(choice))
    rows.push({
      id,
      change: change.change,
      ...(nodeId === undefined ? {} : { nodeId }),
      node: names.get(nodeId ?? '') ?? null,
      target: names.get(target ?? '') ?? null,
      people,
      underWay: sum(counts.map((each) => each.underWay)),
      dueNow: people > 0 ? await dueNowOf(ctx, draft, change) : 0,
      choices: [...choices],
      default: choices[0] ?? null,
      actsNow,
      targets: choices.includes('moveTo') ? targets : [],
    })
  }
  return rows
}

async function peopleOf(ctx: Ctx, draft: DraftVersion, change: PublishChange, atSteps: number): Promise<number> {
  switch (change.change) {
    case 'firstPublish':
      return (await countPeopleInside(ctx.db, [draft.journeyId])).get(draft.journeyId) ?? 0
    case 'excluded':
      return countExcludedInside(ctx, draft.journeyId, ctx.clock.now())
    case 'nodeAdded':
      return change.choices.length === 0 ? 0 : countPeoplePastNode(ctx, backfillScope(draft, change.nodeId!))
    default:
      return atSteps
  }
}

async function dueNowOf(ctx: Ctx, draft: DraftVersion, change: PublishChange): Promise<number | null> {
  if (!change.change.startsWith('wait.')) return 0
  const [stepId] = change.stepIds as [StepId]
  const target = { journeyId: draft.journeyId, stepId, versionNumber: draft.number }
  const stragglers = await findLeftBehind(ctx, target)
  if (!stragglers) return 0
  const step = draft.after.plan.steps[stepId]!
  const timing = commonTiming(draft.after.plan, step, stragglers.from.getTime(), stragglers.to.getTime())
  return timing && countDueNow(ctx, target, timing, ctx.clock.now())
}

/** Selects the enrollments that are past a node that the draft adds. */
export function backfillScope({ journeyId, before, after, number }: DraftVersion, nodeId: string): BackfillScope {
  return {
    journeyId,
    nodeId,
    outlets: before ? outletsTo(before.plan, after.plan, nodeId) : [],
    upstream: nodesLeadingTo(after.plan, nodeId),
    versionNumber: number,
  }
}

/** The impact of the publish, with the admin's choices in place of the defaults. */
export function applyChoices(
  { before, after }: Pick<DraftVersion, 'before' | 'after'>,
  choices: Readonly<Record<string, string>>,
): Impact {
  const chosen = chooseImpact(before?.plan ?? null, after.plan, publishChanges(before, after), choices)
  if (!chosen.ok) throw new ServiceError('badRequest', { text: 'choiceUnknown', params: chosen.error })
  return chosen.value
}

/** Overdue enrollments by step, for the window over which they are spread. */
export function overdueBySteps(
  draft: Pick<DraftVersion, 'before' | 'after'>,
  rows: readonly PublishPreviewRow[],
): Record<StepId, number> {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return Object.fromEntries(
    publishChanges(draft.before, draft.after).flatMap(({ id, change, stepIds }) => {
      const row = byId.get(id)
      if (!row || !(change.startsWith('wait.') || change === 'conditionChanged')) return []
      return stepIds.map((stepId) => [stepId, change === 'conditionChanged' ? row.people : (row.dueNow ?? row.people)])
    }),
  )
}

/** How many enrollments the publish affects with the given choices. */
export function peopleTouched(rows: readonly PublishPreviewRow[], choices: Readonly<Record<string, string>>): number {
  return sum(
    rows.map((row) => {
      const choice = (choices[row.id] ?? row.default ?? '').split(':')[0] as PublishChoice
      return row.actsNow.includes(choice) || choice === 'finishOld' || row.change === 'firstPublish' ? row.people : 0
    }),
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
