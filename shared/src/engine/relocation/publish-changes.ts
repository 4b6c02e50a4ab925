import { parseExactJson } from '../../kernel/parse-exact-json.ts'
import type { JourneyDocument, NodeId } from '../../graph/journey-document.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { sameData } from '../../kernel/same-data.ts'
import { backfillable } from './backfill.ts'
import { impact, noImpact, type Impact } from './impact.ts'
import type { Plan, StepId } from '../../plan/plan.ts'

export type PublishedGraph = { document: JourneyDocument; plan: Plan }

export type ChangeName =
  | 'firstPublish'
  | 'nodeRemoved'
  | 'nodeRemovedToExit'
  | 'nodeReplaced'
  | 'wait.shortened'
  | 'wait.lengthened'
  | 'wait.kindChanged'
  | 'wait.sendTimesChanged'
  | 'conditionChanged'
  | 'nodeAdded'
  | 'nodeChanged'
  | 'nodeRenamed'
  | 'edgeRewired'
  | 'actionUpdated'
  | 'settingsChanged'
  | 'excluded'

export type PublishChoice =
  | 'move'
  /** Given as `moveTo:<nodeId>`. */
  | 'moveTo'
  | 'exit'
  | 'finishOld'
  | 'retime'
  | 'keep'
  | 'recheckNow'
  | 'onNextChange'
  | 'later'
  | 'backfill'
  | 'remove'

/** One line of what a publish means, before anybody is counted. */
export type PublishChange = {
  id: string
  change: ChangeName
  nodeId?: NodeId
  /** Where people of a removed node go by default. */
  target?: NodeId | null
  /** Whoever stands at one of these is meant. */
  stepIds: StepId[]
  /** What may be chosen, the default first; empty where there is nothing to choose. */
  choices: readonly PublishChoice[]
}

/** Choices that send or move somebody at once. */
export const actingChoices: readonly PublishChoice[] = [
  'move',
  'moveTo',
  'exit',
  'retime',
  'recheckNow',
  'backfill',
  'remove',
]

/** What changes from the live version to the draft, every change with its choices. */
export function publishChanges(before: PublishedGraph | null, after: PublishedGraph): PublishChange[] {
  if (!before) return [{ id: 'first', change: 'firstPublish', stepIds: [], choices: [] }]
  const effect = impact(before.plan, after.plan)
  const changes: PublishChange[] = []
  const add = (
    change: ChangeName,
    nodeId: NodeId | undefined,
    more: Partial<Pick<PublishChange, 'stepIds' | 'choices' | 'target'>> = {},
  ) => {
    const id = nodeId === undefined ? change : `${change}:${nodeId}`
    changes.push({ id, change, ...(nodeId === undefined ? {} : { nodeId }), stepIds: [], choices: [], ...more })
  }

  for (const [nodeId, stepIds] of stepsByNode(Object.keys(effect.redirects), before.plan)) {
    const step = effect.redirects[stepIds[0]!] ?? null
    const target = step === null ? null : after.plan.steps[step]!.nodeId
    if (target === null) add('nodeRemovedToExit', nodeId, { stepIds, choices: ['exit', 'moveTo', 'finishOld'], target })
    else {
      const change = target === nodeId ? 'nodeReplaced' : 'nodeRemoved'
      add(change, nodeId, { stepIds, choices: ['move', 'moveTo', 'exit', 'finishOld'], target })
    }
  }
  for (const [stepId, { change, apply }] of Object.entries(effect.retimes)) {
    const choices = apply ? (['retime', 'keep'] as const) : (['keep', 'retime'] as const)
    add(`wait.${change}`, before.plan.steps[stepId]!.nodeId, { stepIds: [stepId], choices })
  }
  for (const stepId of effect.rechecks) {
    const choices = ['recheckNow', 'onNextChange'] as const
    add('conditionChanged', before.plan.steps[stepId]!.nodeId, { stepIds: [stepId], choices })
  }

  const touched = new Set(changes.map((change) => change.nodeId))
  for (const [nodeId, node] of Object.entries(after.plan.nodes)) {
    if (touched.has(nodeId)) continue
    const old = before.plan.nodes[nodeId]
    if (!old) {
      const isOffered = backfillable(before.plan, after.plan, nodeId)
      add('nodeAdded', nodeId, isOffered ? { choices: ['later', 'backfill'] } : {})
    } else if (!sameData(stepsOf(nodeId, before.plan, false), stepsOf(nodeId, after.plan, false)))
      add('nodeChanged', nodeId)
    else if (!sameData(stepsOf(nodeId, before.plan, true), stepsOf(nodeId, after.plan, true)))
      add('edgeRewired', nodeId)
    else if (old.name !== node.name) add('nodeRenamed', nodeId)
    else if (!sameData(actionVersions(nodeId, before.plan), actionVersions(nodeId, after.plan)))
      add('actionUpdated', nodeId)
  }
  if (!sameData(settingsOf(before.document), settingsOf(after.document))) add('settingsChanged', undefined)
  add('excluded', undefined, { choices: ['keep', 'remove'] })
  return changes
}

/** What was chosen that cannot be, and what could. */
export type UnknownChoice = { row: string; choice: string; allowed: string }

/** The impact of the publish with the admin's choices, by change id, in place of the defaults. */
export function chooseImpact(
  before: Plan | null,
  after: Plan,
  changes: readonly PublishChange[],
  choices: Readonly<Record<string, string>>,
): Result<Impact, UnknownChoice> {
  if (!before) return ok(noImpact)
  const result = impact(before, after)
  for (const [row, choice] of Object.entries(choices)) {
    const [name, target] = splitChoice(choice)
    const change = changes.find((candidate) => candidate.id === row)
    if (!change?.choices.includes(name)) {
      const allowed = (change ? change.choices : changes.map(({ id }) => id)).join(', ')
      return err({ row, choice, allowed })
    }
    const { stepIds, nodeId } = change
    switch (name) {
      case 'moveTo': {
        const entry = after.nodes[target ?? '']?.entry
        if (entry === undefined) {
          return err({
            row,
            choice,
            allowed: Object.keys(after.nodes)
              .map((id) => `moveTo:${id}`)
              .join(', '),
          })
        }
        for (const stepId of stepIds) result.redirects[stepId] = entry
        break
      }
      case 'exit':
        for (const stepId of stepIds) result.redirects[stepId] = null
        break
      case 'finishOld':
        result.pins.push(...stepIds)
        break
      case 'retime':
      case 'keep':
        for (const stepId of stepIds) result.retimes[stepId]!.apply = name === 'retime'
        break
      case 'onNextChange':
        result.rechecks = result.rechecks.filter((stepId) => !stepIds.includes(stepId))
        break
      case 'backfill':
        result.backfills.push(nodeId!)
        break
      case 'remove':
        result.removesExcluded = true
        break
      case 'move':
      case 'recheckNow':
      case 'later':
        break
    }
  }
  return ok(result)
}

function splitChoice(choice: string): [PublishChoice, string | undefined] {
  const colon = choice.indexOf(':')
  if (colon < 0) return [choice as PublishChoice, undefined]
  return [choice.slice(0, colon) as PublishChoice, choice.slice(colon + 1)]
}

function stepsByNode(stepIds: readonly StepId[], plan: Plan): Map<NodeId, StepId[]> {
  const byNode = new Map<NodeId, StepId[]>()
  for (const stepId of stepIds) {
    const { nodeId } = plan.steps[stepId]!
    byNode.set(nodeId, [...(byNode.get(nodeId) ?? []), stepId])
  }
  return byNode
}

/** A node's steps, with or without where they lead. */
function stepsOf(nodeId: NodeId, plan: Plan, withTargets: boolean): unknown {
  return Object.entries(plan.steps)
    .filter(([, step]) => step.nodeId === nodeId)
    .map(([stepId, step]) => [stepId, withTargets ? step : withoutTargets(step)])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

function withoutTargets(step: unknown): unknown {
  return parseExactJson(
    JSON.stringify(step, (_, value: unknown) =>
      value !== null && typeof value === 'object' && 'outlet' in value && 'stepId' in value ? null : value,
    ),
  )
}

function actionVersions(nodeId: NodeId, plan: Plan): number[] {
  return Object.values(plan.steps).flatMap((step) =>
    step.nodeId === nodeId && step.op === 'perform' && step.effect === 'callExternalAction'
      ? [plan.externalActions[step.params.externalActionId] ?? 0]
      : [],
  )
}

function settingsOf({ name, timeZone, fields, uniqueBy, reentry }: JourneyDocument) {
  return { name, timeZone, fields, uniqueBy, reentry }
}
