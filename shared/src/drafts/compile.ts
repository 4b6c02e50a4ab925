import { signalsOf } from '../conditions/condition.ts'
import type { Condition, SignalKind } from '../conditions/condition.ts'
import type { JourneyDocument, NodeId } from '../graph/journey-document.ts'
import { edgesBySource, reachableFrom } from '../graph/traverse.ts'
import type { Issue } from '../messages/issue.ts'
import { compileNode, outletsOf, parseNode, type JourneyNode } from '../nodes/node-kind.ts'
import type { Target } from '../nodes/define-node-kind.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import {
  isResting,
  type Exit,
  type Instruction,
  type Plan,
  type PlanNode,
  type Step,
  type StepId,
} from '../plan/plan.ts'
import { stepIdOf } from '../plan/step-id.ts'

export type CompileInput = {
  document: JourneyDocument
  /** External action id -> newest version. The plan stores the versions it uses. */
  externalActionVersions: Readonly<Record<string, number>>
}

/**
 * Compiles a document without errors into a plan. Unreachable nodes are left out: they never run. Deterministic: the
 * same document gives the same plan, key order included.
 */
export function compile({ document, externalActionVersions }: CompileInput): Result<Plan> {
  const nodes = new Map<NodeId, JourneyNode>()
  const issues: Issue[] = []
  for (const draft of document.nodes) {
    const parsed = parseNode(draft)
    if (parsed.ok) nodes.set(draft.id, parsed.value)
    else issues.push(...parsed.error)
  }
  const entry = [...nodes.values()].find((node) => node.kind === 'entry')
  if (!entry) issues.push({ code: 'graph.noEntry', severity: 'error', path: ['nodes'] })
  if (issues.length > 0 || !entry) return err(issues)

  const bySource = edgesBySource(document.edges)
  const reachable = reachableFrom(entry.id, bySource)
  const entrySteps = new Map<NodeId, StepId>()
  for (const [id, node] of nodes) entrySteps.set(id, stepIdOf(id, compileNode(node)[0][0]))

  const steps: Record<StepId, Step> = {}
  const planNodes: Record<NodeId, PlanNode> = {}
  const externalActions: Record<string, number> = {}
  const listensFor = new Set<SignalKind>()

  for (const [id, node] of nodes) {
    if (!reachable.has(id)) continue
    const targets = new Map((bySource.get(id) ?? []).map((edge) => [edge.outlet, edge.target]))
    const exit = (target: Target<string>): Exit => {
      if ('part' in target) return { stepId: stepIdOf(id, target.part), outlet: null }
      const next = targets.get(target.outlet)
      return { stepId: (next !== undefined && entrySteps.get(next)) || null, outlet: target.outlet }
    }
    for (const [part, instruction] of compileNode(node)) {
      const step = { ...link(instruction, exit), nodeId: id } as Step
      steps[stepIdOf(id, part)] = step
      for (const condition of conditionsOf(step)) for (const kind of signalsOf(condition)) listensFor.add(kind)
      if (step.op === 'perform' && step.effect === 'callExternalAction') {
        const actionId = step.params.externalActionId
        externalActions[actionId] = externalActionVersions[actionId] ?? 1
      }
    }
    const [mainOutlet] = outletsOf(node)
    planNodes[id] = {
      kind: node.kind,
      name: node.name,
      entry: entrySteps.get(id)!,
      main: (mainOutlet !== undefined && targets.get(mainOutlet)) || null,
    }
  }

  return ok({
    entry: entrySteps.get(entry.id)!,
    steps,
    nodes: planNodes,
    jobs: Object.entries(steps)
      .filter(([, step]) => isResting(step))
      .map(([stepId]) => ({ queue: 'advance', stepId })),
    timeZone: document.timeZone,
    fields: document.fields,
    externalActions,
    listensFor: [...listensFor].sort(),
  })
}

/** The same instruction with its targets resolved to exits. */
function link(instruction: Instruction<Target<string>>, exit: (target: Target<string>) => Exit): Instruction<Exit> {
  switch (instruction.op) {
    case 'delay':
      return { ...instruction, next: exit(instruction.next) }
    case 'await':
      return { ...instruction, met: exit(instruction.met), timedOut: exit(instruction.timedOut) }
    case 'branch':
      return {
        ...instruction,
        branches: instruction.branches.map((branch) => ({ ...branch, target: exit(branch.target) })),
        otherwise: exit(instruction.otherwise),
      }
    case 'perform': {
      const { sendTimes, ...rest } = instruction
      const leads = {
        done: exit(instruction.done),
        failed: instruction.failed && exit(instruction.failed),
        ...(instruction.without && { without: exit(instruction.without) }),
      }
      return { ...rest, ...(sendTimes ? { sendTimes } : {}), ...leads } as Instruction<Exit>
    }
    case 'end':
      return instruction
  }
}

function conditionsOf(step: Step): Condition[] {
  if (step.op === 'await') return [step.condition]
  return step.op === 'branch' ? step.branches.map((branch) => branch.condition) : []
}
