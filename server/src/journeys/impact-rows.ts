import type { JourneyDocument } from '@tabiji/shared/graph/graph.ts'
import { impact, noImpact, type Impact } from '@tabiji/shared/plan/impact.ts'
import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import { sameData } from '@tabiji/shared/same-data.ts'
import type { Ctx } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { countPeopleBySteps, countPeopleInside } from '../enrollments/people-at-steps.repository.ts'
import { impactText, type ImpactChange } from './impact-texts.ts'

export type ImpactRow = {
  id: string
  change: ImpactChange
  nodeId?: string
  text: string
  people: number
  /** What may be chosen; empty where there is nothing to choose. */
  choices: string[]
  default: string | null
}

type Published = { document: JourneyDocument; plan: Plan }

/** What changes between the live version and the draft, and how many people each change touches right now. */
export async function impactRows(
  ctx: Ctx,
  journeyId: string,
  before: Published | null,
  after: Published,
): Promise<ImpactRow[]> {
  if (!before) {
    const waiting = await countPeopleInside(ctx.db, [journeyId])
    return [
      {
        id: 'first',
        change: 'firstPublish',
        text: impactText(ctx.locale, 'firstPublish', {}),
        people: waiting.get(journeyId) ?? 0,
        choices: [],
        default: null,
      },
    ]
  }
  const effect = impact(before.plan, after.plan)
  const stepIds = [...Object.keys(effect.redirects), ...Object.keys(effect.retimes), ...effect.rechecks]
  const people = await countPeopleBySteps(ctx.db, journeyId, stepIds)
  const rows: ImpactRow[] = []
  const add = (
    change: ImpactChange,
    nodeId: string | undefined,
    options: { stepIds?: StepId[]; choices?: string[]; target?: string | null } = {},
  ) => {
    const name = (id: string) => nameOf(id, after.document) ?? nameOf(id, before.document) ?? id
    rows.push({
      id: nodeId === undefined ? change : `${change}:${nodeId}`,
      change,
      ...(nodeId === undefined ? {} : { nodeId }),
      text: impactText(ctx.locale, change, {
        node: nodeId === undefined ? '' : name(nodeId),
        target: options.target ? name(options.target) : '',
      }),
      people: (options.stepIds ?? []).reduce((sum, stepId) => sum + (people.get(stepId) ?? 0), 0),
      choices: options.choices ?? [],
      default: options.choices?.[0] ?? null,
    })
  }

  for (const [nodeId, steps] of byNode(Object.keys(effect.redirects), before.plan)) {
    const target = effect.redirects[steps[0]!] ?? null
    const targetNode = target === null ? null : after.plan.steps[target]!.nodeId
    if (targetNode === nodeId)
      add('nodeReplaced', nodeId, { stepIds: steps, choices: ['move', 'exit'], target: targetNode })
    else if (targetNode === null) add('nodeRemovedToExit', nodeId, { stepIds: steps, choices: ['exit'] })
    else add('nodeRemoved', nodeId, { stepIds: steps, choices: ['move', 'exit'], target: targetNode })
  }
  for (const [stepId, { change }] of Object.entries(effect.retimes)) {
    const choices = change === 'lengthened' ? ['keep', 'retime'] : ['retime', 'keep']
    add(`wait.${change}`, before.plan.steps[stepId]!.nodeId, { stepIds: [stepId], choices })
  }
  for (const stepId of effect.rechecks) {
    add('conditionChanged', before.plan.steps[stepId]!.nodeId, {
      stepIds: [stepId],
      choices: ['recheckNow', 'onNextChange'],
    })
  }

  const touched = new Set(rows.map((row) => row.nodeId))
  for (const [nodeId, node] of Object.entries(after.plan.nodes)) {
    if (touched.has(nodeId)) continue
    const old = before.plan.nodes[nodeId]
    if (!old) add('nodeAdded', nodeId)
    else if (!sameData(stepsOf(nodeId, before.plan, false), stepsOf(nodeId, after.plan, false)))
      add('nodeChanged', nodeId)
    else if (!sameData(stepsOf(nodeId, before.plan, true), stepsOf(nodeId, after.plan, true)))
      add('edgeRewired', nodeId)
    else if (old.name !== node.name) add('nodeRenamed', nodeId)
    else if (!sameData(actionVersions(nodeId, before.plan), actionVersions(nodeId, after.plan)))
      add('actionUpdated', nodeId)
  }
  if (!sameData(settingsOf(before.document), settingsOf(after.document))) add('settingsChanged', undefined)
  return rows
}

/** The impact of the publish with what the admin chose in place of the defaults. */
export function applyChoices(
  before: Plan | null,
  after: Plan,
  rows: readonly ImpactRow[],
  choices: Readonly<Record<string, string>>,
): Impact {
  if (!before) return noImpact
  const result = impact(before, after)
  for (const [rowId, choice] of Object.entries(choices)) {
    const row = rows.find((candidate) => candidate.id === rowId)
    if (!row || !row.choices.includes(choice)) {
      throw new ServiceError('badRequest', {
        text: 'choiceUnknown',
        params: {
          row: rowId,
          choice,
          allowed: row?.choices.join(', ') ?? rows.map((candidate) => candidate.id).join(', '),
        },
      })
    }
    const stepIds = Object.keys(before.steps).filter((stepId) => before.steps[stepId]!.nodeId === row.nodeId)
    for (const stepId of stepIds) {
      if (choice === 'exit' && Object.hasOwn(result.redirects, stepId)) result.redirects[stepId] = null
      const retime = result.retimes[stepId]
      if (retime && (choice === 'retime' || choice === 'keep')) retime.apply = choice === 'retime'
      if (choice === 'onNextChange') result.rechecks = result.rechecks.filter((candidate) => candidate !== stepId)
    }
  }
  return result
}

function byNode(stepIds: readonly StepId[], plan: Plan): Map<string, StepId[]> {
  return Map.groupBy(stepIds, (stepId) => plan.steps[stepId]!.nodeId)
}

function nameOf(nodeId: string, document: JourneyDocument): string | undefined {
  return document.nodes.find((node) => node.id === nodeId)?.name
}

/** A node's steps, with or without where they lead. */
function stepsOf(nodeId: string, plan: Plan, withTargets: boolean): unknown {
  return Object.entries(plan.steps)
    .filter(([, step]) => step.nodeId === nodeId)
    .map(([stepId, step]) => [stepId, withTargets ? step : withoutTargets(step)])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

function withoutTargets(step: unknown): unknown {
  return JSON.parse(
    JSON.stringify(step, (_, value: unknown) =>
      value !== null && typeof value === 'object' && 'outlet' in value && 'stepId' in value ? null : value,
    ),
  )
}

function actionVersions(nodeId: string, plan: Plan): number[] {
  return Object.values(plan.steps).flatMap((step) =>
    step.nodeId === nodeId && step.op === 'perform' && step.effect === 'callExternalAction'
      ? [plan.externalActions[step.params.externalActionId] ?? 0]
      : [],
  )
}

function settingsOf({ name, timeZone, fields, uniqueBy, reentry }: JourneyDocument) {
  return { name, timeZone, fields, uniqueBy, reentry }
}
