import type { Condition, Signal, SignalKind } from '../conditions/condition.ts'
import type { FieldDefinition, FieldValues } from '../values/field-type.ts'
import {
  journeyDocumentSchema,
  type DraftNode,
  type Edge,
  type JourneyDocument,
  type NodeId,
} from '../graph/journey-document.ts'
import { outletsOfDraft } from '../nodes/node-kind.ts'
import { durationToMilliseconds, type Duration, type DurationUnit } from '../time/duration.ts'
import { formatInstant, parseInstant, type Instant } from '../time/instant.ts'
import { advance } from '../engine/advance/advance.ts'
import type { AdvanceEvent, MoveReason, StepError } from '../engine/advance/advance-event.ts'
import type { Command } from '../engine/advance/command.ts'
import type { Enrollment } from '../engine/enrollment.ts'
import { addToFlow, type FlowMetric, type NodeFlow } from '../engine/flow-metric.ts'
import { compile } from '../drafts/compile.ts'
import { nodeIdOf } from '../plan/step-id.ts'
import { backfillable, outletsTo, nodesLeadingTo } from '../engine/relocation/backfill.ts'
import { sendTimeOf } from '../engine/due-of.ts'
import { noImpact, planToFinish, type Impact } from '../engine/relocation/impact.ts'
import { chooseImpact, publishChanges, type PublishedGraph } from '../engine/relocation/publish-changes.ts'
import type { Plan, Step, StepId } from '../plan/plan.ts'
import { isInTransaction } from '../effects/effect.ts'
import {
  resolveRelocation,
  type PublishedVersion,
  type Relocation,
  type RelocationEvent,
} from '../engine/relocation/resolve-relocation.ts'

// A test language for the engine: draw a graph in a few lines, advance time, add facts, and assert on the path.

const operatorEvents = {
  retried: { type: 'retried' },
  skipped: { type: 'skipped', reason: { code: 'skippedByOperator' } },
  dropped: { type: 'dropped', reason: { code: 'droppedByOperator' } },
} as const satisfies Record<string, AdvanceEvent>

export type DrawnNode = { kind: string; config: Record<string, unknown> }

const scenarioFields: FieldDefinition[] = [
  { key: 'email', type: 'email' },
  { key: 'score', type: 'number' },
  { key: 'note', type: 'text' },
  { key: 'renewal', type: 'date' },
  { key: 'seenAt', type: 'dateTime' },
  { key: 'timeZone', type: 'text' },
]

/**
 * `entry > cool > post > done` and, on the next line, `post.failed > lost`: without a name, the outlet is the node's
 * first. A node without a description is the entry if it has that name, otherwise an exit whose reason is its id.
 */
export function draw(
  lines: string,
  described: Record<NodeId, DrawnNode> = {},
  settings: Partial<JourneyDocument> = {},
): JourneyDocument {
  const nodes = new Map<NodeId, DraftNode>()
  const nodeOf = (id: NodeId): DraftNode => {
    const known = nodes.get(id)
    if (known) return known
    const unnamed = id === 'entry' ? { kind: 'entry', config: {} } : { kind: 'exit', config: { reason: id } }
    const node = { id, position: { x: 0, y: 0 }, ...(described[id] ?? unnamed) }
    nodes.set(id, node)
    return node
  }
  const edges: Edge[] = []
  for (const line of lines.split('\n')) {
    const stops = line.trim().split(/\s*>\s*/)
    for (const [index, stop] of stops.entries()) {
      const [source, outlet] = stop.split('.') as [NodeId, string | undefined]
      if (source === '') continue
      const node = nodeOf(source)
      const target = stops[index + 1]?.split('.')[0]
      if (target === undefined) continue
      nodeOf(target)
      edges.push({ source, outlet: outlet ?? outletsOfDraft(node)[0] ?? 'next', target })
    }
  }
  return journeyDocumentSchema.parse({
    name: 'Scenario',
    fields: scenarioFields,
    ...settings,
    nodes: [...nodes.values()],
    edges,
  })
}

export const wait = (amount: number, unit: DurationUnit, more: Record<string, unknown> = {}): DrawnNode => ({
  kind: 'waitTimer',
  config: { mode: 'duration', amount, unit, ...more },
})
export const waitUntil = (mode: 'until' | 'untilField' | 'window', more: Record<string, unknown>): DrawnNode => ({
  kind: 'waitTimer',
  config: { mode, ...more },
})
export const waitFor = (condition: Condition, timeLimit: Duration | null = null): DrawnNode => ({
  kind: 'conditionalWait',
  config: { condition, timeLimit },
})
/** Branches by id. All other enrollments take the default. */
export const splitBy = (branches: Record<string, Condition>): DrawnNode => ({
  kind: 'split',
  config: { branches: Object.entries(branches).map(([id, condition]) => ({ id, name: id, condition })) },
})
export const call = (
  onError: 'continue' | 'drop' | 'park' | 'outlet' = 'park',
  more: Record<string, unknown> = {},
): DrawnNode => ({
  kind: 'callApi',
  config: { externalActionId: 'action', tokens: {}, save: [], onError, ...more },
})
export const setField = (field: string, value: unknown): DrawnNode => ({
  kind: 'updateField',
  config: { assignments: [{ field, value }] },
})
export const openCta = (name = 'Ring them'): DrawnNode => ({ kind: 'createCta', config: { name } })
export const closeCta = (node: NodeId, outcome: 'closedSuccess' | 'closedLost' = 'closedSuccess'): DrawnNode => ({
  kind: 'closeCta',
  config: { node, outcome },
})

export function planOf(document: JourneyDocument): Plan {
  const plan = compile({ document, externalActionVersions: {} })
  if (!plan.ok) throw new Error(JSON.stringify(plan.error))
  return plan.value
}

/** One enrollment, from the entry on. Times are offsets from the start (`3d`, `1d2h`, `30s`) or ISO texts. */
export class Scenario {
  readonly start: Instant
  readonly path: string[] = []
  readonly commands: Command[] = []
  readonly numbers = new Map<NodeId, NodeFlow>()
  plan: Plan
  enrollment: Enrollment
  now: Instant
  /** The effect that was started, and its plan. Between two attempts it is not in progress. */
  private begun: { stepId: StepId; plan: Plan; isUnderWay: boolean } | null = null
  private readonly pending: { impact: Impact; before: PublishedGraph; after: PublishedGraph }[] = []
  private document: JourneyDocument
  /** The enrollment finishes on its present plan; later publishes do not affect it. */
  isPinned = false
  /** When each effect started, and the time that its step allowed. */
  readonly begunAt: { at: Instant; allowed: Instant }[] = []
  private isPaused: boolean

  constructor(document: JourneyDocument, options: { start?: string; fields?: FieldValues; isPaused?: boolean } = {}) {
    this.isPaused = options.isPaused ?? false
    this.start = parseInstant(options.start ?? '2026-01-01T00:00:00Z')!
    this.now = this.start
    this.document = document
    this.plan = planOf(document)
    this.enrollment = {
      id: 'person',
      status: 'active',
      reason: null,
      stepId: this.plan.entry,
      visit: 1,
      enteredAt: this.start,
      nodeEnteredAt: this.start,
      dueAt: this.start,
      timeLimitAt: null,
      fields: options.fields ?? {},
      outputs: {},
      signals: [],
      backfill: null,
    }
    this.numbersOf(nodeIdOf(this.plan.entry)).entered = 1
    this.at('0')
  }

  /** Time passes, and a worker advances the enrollment whenever it is due. */
  at(time: string): this {
    const until = this.instant(time)
    while (this.isDue(until)) {
      this.now = Math.max(this.now, this.enrollment.dueAt!)
      this.poll()
    }
    this.now = until
    return this
  }

  /** Time passes without a worker. */
  asleep(time: string): this {
    this.now = this.instant(time)
    return this
  }

  /** A signal arrives; an enrollment in a conditional wait is evaluated. */
  signal(kind: SignalKind, nodeId: NodeId | null = null, payload?: Signal['payload']): this {
    this.unseenSignal(kind, nodeId, payload)
    return this.makeDue()
  }

  /** A signal arrives, but no worker evaluates it yet. */
  unseenSignal(kind: SignalKind, nodeId: NodeId | null = null, payload?: Signal['payload']): this {
    const signal: Signal = { kind, nodeId, at: this.now, ...(payload ? { payload } : {}) }
    this.enrollment = { ...this.enrollment, signals: [...this.enrollment.signals, signal] }
    return this
  }

  /** Fields change from outside, and an enrollment in a conditional wait is evaluated. */
  fields(fields: FieldValues): this {
    this.enrollment = { ...this.enrollment, fields: { ...this.enrollment.fields, ...fields } }
    return this.makeDue()
  }

  /** An enrollment in a conditional wait becomes due, and is evaluated unless the journey is paused. */
  private makeDue(): this {
    const { status, dueAt } = this.enrollment
    if (status !== 'active' || this.step?.op !== 'await') return this
    this.enrollment = { ...this.enrollment, dueAt: Math.min(dueAt ?? this.now, this.now) }
    return this.at(this.clock)
  }

  /** While the journey is paused no enrollment is advanced; an effect in progress still returns. */
  pause(isPaused: boolean): this {
    this.isPaused = isPaused
    return this.at(this.clock)
  }

  effectSucceeds(result: { outputs?: FieldValues; fields?: FieldValues } = {}): this {
    return this.effectEnds({ type: 'effectSucceeded', ...result })
  }

  effectFails(error: StepError = { code: 'httpError' }, retryAt?: string): this {
    const at = retryAt === undefined ? null : this.instant(retryAt)
    return this.effectEnds({ type: 'effectFailed', error, retryAt: at }, at !== null)
  }

  move(to: StepId | null, code: MoveReason['code'] = 'movedByOperator'): this {
    return this.apply({ type: 'moved', to, reason: { code } })
  }

  /**
   * An operator's action. If the step was removed, the enrollment is relocated as the publish decided, whatever the
   * action was.
   */
  operator(verb: 'retried' | 'skipped' | 'dropped'): this {
    this.begun = null
    const event = this.relocate()
    if (event && verb === 'dropped') this.move(null, 'droppedByOperator')
    else this.apply(event ?? operatorEvents[verb])
    return this.at(this.clock)
  }

  /** An operator moves the enrollment to a node of the live version. */
  operatorMoves(nodeId: NodeId): this {
    this.pending.splice(0)
    this.begun = null
    return this.move(this.plan.nodes[nodeId]!.entry, 'movedByOperator').at(this.clock)
  }

  /** An effect of the enrollment is in progress. */
  get isUnderWay(): boolean {
    return this.begun?.isUnderWay ?? false
  }

  /** A started effect will be tried again, with the plan that it started with. */
  get isBetweenTries(): boolean {
    return this.begun !== null && !this.begun.isUnderWay
  }

  /** The step of the enrollment after relocation to the published versions; null when it left the journey. */
  get belongsTo(): { stepId: StepId; step: Step | undefined } | null {
    const { plan, event } = this.relocation()
    const stepId = event?.type === 'moved' ? event.to : this.enrollment.stepId
    return stepId === null ? null : { stepId, step: plan.steps[stepId] }
  }

  /**
   * Publishes a new version with the default of every change, or with the given choices by change id. The enrollment
   * does not change before `sweep` or its next advance.
   */
  publish(document: JourneyDocument, choices: Record<string, string> = {}): this {
    if (this.isPinned) return this
    const before = { document: this.document, plan: this.plan }
    const after = { document, plan: planOf(document) }
    const chosen = chooseImpact(before.plan, after.plan, publishChanges(before, after), choices)
    if (!chosen.ok) throw new Error(JSON.stringify(chosen.error))
    this.pending.push({ impact: chosen.value, before, after })
    this.document = document
    this.plan = after.plan
    return this
  }

  /** Relocates the enrollment to the published versions; overdue ones at the end of a window of `windowMs`. */
  sweep(windowMs = 0): this {
    const published = [...this.pending]
    this.catchUp(windowMs)
    for (const { impact, before, after } of published) {
      for (const nodeId of impact.backfills) this.backfill(before.plan, after.plan, nodeId, windowMs)
    }
    return this.at(this.clock)
  }

  private catchUp(windowMs: number): this {
    if (this.begun || this.enrollment.status !== 'active') return this
    const event = this.relocate(windowMs)
    return event ? this.apply(event) : this
  }

  /** The enrollment goes on by the published versions; the event takes it away from a step that is gone. */
  private relocate(windowMs = 0): RelocationEvent | null {
    const { plan, pinnedVersion, state, event } = this.relocation(windowMs)
    this.pending.splice(0)
    this.plan = plan
    this.isPinned ||= pinnedVersion !== null
    this.enrollment = state
    return event
  }

  private relocation(windowMs = 0): Relocation {
    const person = { state: this.enrollment, versionNumber: 0, pinnedVersion: null }
    return resolveRelocation(person, this.versions, this.now, { windowMs, chance: 1 })
  }

  /** The version that the enrollment was last advanced under, number 0, and those published since. */
  private get versions(): PublishedVersion[] {
    const impacts = [noImpact, ...this.pending.map(({ impact }) => impact)]
    const plans = [...this.pending.map(({ before }) => before.plan), this.plan]
    return plans.map((plan, number) => ({ number, plan, impact: impacts[number]! }))
  }

  private backfill(before: Plan, after: Plan, nodeId: NodeId, windowMs: number): void {
    const { enrollment } = this
    const entry = this.plan.nodes[nodeId]?.entry
    if (this.begun || this.isPinned || entry === undefined || enrollment.backfill) return
    if (!['active', 'completed'].includes(enrollment.status) || !backfillable(before, after, nodeId)) return
    const here = nodeIdOf(enrollment.stepId)
    if (nodesLeadingTo(this.plan, nodeId).includes(here) && enrollment.status === 'active') return
    const outlets = outletsTo(before, after, nodeId)
    const steps = this.commands.flatMap((command) => (command.type === 'recordStep' ? [command.step] : []))
    const leftByOutlet = (step: (typeof steps)[number]) =>
      outlets.some((ref) => ref.nodeId === step.nodeId && ref.outlet === step.outlet)
    if (!steps.some(leftByOutlet) || steps.some((step) => step.nodeId === nodeId)) return
    const continuesThere = enrollment.reason === 'endOfPath' && leftByOutlet(steps.at(-1)!)
    const dueAt = this.now + windowMs
    this.apply({ type: 'backfilled', to: entry, dueAt, continuesThere, reason: { code: 'backfill' } })
  }

  /** The path so far and the present state, one text for each stop. */
  get trace(): string[] {
    const { status, reason, stepId, dueAt } = this.enrollment
    if (status === 'parked') return [...this.path, `parked at ${stepId}: ${reason}`]
    if (status !== 'active') return [...this.path, `${status}: ${reason}`]
    if (this.deferredUntil !== null) return [...this.path, `deferred at ${stepId} until ${this.told(dueAt!)}`]
    if (this.step?.op === 'perform') return [...this.path, `performs ${stepId}`]
    return [...this.path, dueAt === null ? `waits at ${stepId}` : `waits at ${stepId} until ${this.told(dueAt)}`]
  }

  /** Reasons of the steps so far, newest last. */
  get reasons(): unknown[] {
    return this.commands.flatMap((command) => (command.type === 'recordStep' ? [command.step.reason] : []))
  }

  private get step() {
    return (this.begun?.plan ?? this.plan).steps[this.enrollment.stepId]
  }

  /** Until when the live version defers the step's outside effect; null when it does not. */
  private get deferredUntil(): Instant | null {
    const step = this.plan.steps[this.enrollment.stepId]
    if (!step || this.begun?.isUnderWay) return null
    const at = sendTimeOf(this.plan, step, this.enrollment.fields, this.now)
    return at > this.now ? at : null
  }

  private get clock(): string {
    return formatInstant(this.now)
  }

  private isDue(until: Instant): boolean {
    const { status, dueAt } = this.enrollment
    return status === 'active' && !this.isPaused && !this.begun?.isUnderWay && dueAt !== null && dueAt <= until
  }

  private poll(): void {
    const isMoved = !this.begun && this.relocation().event !== null
    this.catchUp(0)
    if (isMoved) return
    const until = this.deferredUntil
    if (until !== null) {
      this.enrollment = { ...this.enrollment, dueAt: until }
      return
    }
    if (this.step?.op === 'perform' && !isInTransaction(this.step.effect)) {
      this.begun = { stepId: this.enrollment.stepId, plan: this.begun?.plan ?? this.plan, isUnderWay: true }
      const allowed = sendTimeOf(
        this.plan,
        this.plan.steps[this.enrollment.stepId] ?? this.step,
        this.enrollment.fields,
        this.now,
      )
      this.begunAt.push({ at: this.now, allowed })
    }
    this.apply({ type: 'due' }, this.begun?.plan)
  }

  private effectEnds(event: AdvanceEvent, isRetry = false): this {
    const { begun } = this
    if (!begun?.isUnderWay) throw new Error(`nothing is under way at ${this.enrollment.stepId}`)
    const { versions } = this
    const relocation = this.relocation()
    const passed = isRetry ? versions.slice(1) : versions.slice(1, relocation.versionNumber + 1)
    const newest = isRetry ? this.plan : relocation.plan
    const impacts = passed.map(({ impact }) => impact)
    this.enrollment = relocation.state
    this.apply(event, planToFinish(newest, begun.plan, begun.stepId, impacts))
    this.begun = isRetry ? { ...begun, isUnderWay: false } : null
    const { status, stepId } = this.enrollment
    // Parked at a removed step: the relocation of the publish still applies when an operator releases it.
    const isLeftBehind = relocation.event !== null && status === 'parked' && stepId === begun.stepId
    if (isRetry || isLeftBehind) return this.at(this.clock)
    this.pending.splice(0)
    this.plan = relocation.plan
    this.isPinned ||= relocation.pinnedVersion !== null
    return this.at(this.clock)
  }

  private apply(event: AdvanceEvent, plan = this.plan): this {
    const { enrollment, commands } = advance(plan, this.enrollment, event, this.now)
    this.enrollment = enrollment
    this.commands.push(...commands)
    for (const command of commands) {
      if (command.type === 'count') this.count(command.nodeId, command.metric, command.by ?? 1)
      if (command.type !== 'recordStep') continue
      const { stepId, outlet, outcome, leftAt } = command.step
      this.path.push(`${stepId} ${outcome === 'left' || outcome === 'ended' ? outlet : outcome} ${this.told(leftAt)}`)
    }
    return this
  }

  private count(nodeId: NodeId, metric: FlowMetric, by: number): void {
    addToFlow(this.numbersOf(nodeId), metric, by)
  }

  private numbersOf(nodeId: NodeId): NodeFlow {
    const known = this.numbers.get(nodeId)
    if (known) return known
    const numbers: NodeFlow = { entered: 0, left: {}, dropped: 0, parked: 0, moved: 0 }
    this.numbers.set(nodeId, numbers)
    return numbers
  }

  private instant(time: string): Instant {
    const instant = parseInstant(time)
    if (instant !== null) return instant
    const parts = time === '0' ? [] : [...time.matchAll(/(\d+)([a-z]+)/g)]
    if (time !== '0' && parts.map(([part]) => part).join('') !== time) throw new Error(`not a time: ${time}`)
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMs(unit!), this.start)
  }

  /** `1d2h` after the start. */
  private told(instant: Instant): string {
    let rest = instant - this.start
    let text = rest < 0 ? '-' : ''
    rest = Math.abs(rest)
    for (const unit of ['d', 'h', 'm', 's', 'ms']) {
      const amount = Math.floor(rest / unitMs(unit))
      if (amount > 0) text += `${amount}${unit}`
      rest -= amount * unitMs(unit)
    }
    return text === '' ? '0' : text
  }
}

const units: Record<string, DurationUnit> = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' }

function unitMs(unit: string): number {
  if (unit === 'ms') return 1
  const name = units[unit]
  if (!name) throw new Error(`not a unit of time: ${unit}`)
  return durationToMilliseconds({ amount: 1, unit: name })
}
