import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { SignalKind } from '../conditions/condition.ts'
import type { JourneyDocument } from '../graph/journey-document.ts'
import { formatInstant, parseInstant } from '../time/instant.ts'
import { nodeIdOf } from '../plan/step-id.ts'
import { isResting } from '../plan/plan.ts'
import { chooseImpact, publishChanges } from './relocation/publish-changes.ts'
import { frozen, one, pickFrom, randomDocument, randomEdit, type RandomPick } from '../testing/random-journey.ts'
import { planOf, Scenario } from '../testing/scenario.ts'

// Whatever the journey, whatever happens to people in whatever order, whatever is published meanwhile, with whatever
// choices: nobody is lost, the numbers add up, and it happens the same way again.

// A few hundred stories take seconds on an idle machine and many times that on a busy one.
vi.setConfig({ testTimeout: 120_000 })

const start = '2026-01-01T00:00:00Z'
const hourMs = 3_600_000

type Happening =
  | { type: 'time' | 'asleep'; hours: number }
  | { type: 'signal'; person: number; chance: number }
  | { type: 'fields'; person: number; score: number }
  | { type: 'succeed' | 'fail' | 'retry'; person: number }
  | { type: 'retried' | 'skipped' | 'dropped'; person: number }
  | { type: 'move'; person: number; chance: number }
  | { type: 'publish'; chances: number[] }
  | { type: 'sweep'; windowHours: number }
  | { type: 'pause' | 'resume' | 'enter' }

const person = fc.nat(2)
const chance = fc.nat()
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('time' as const), hours: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('asleep' as const), hours: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('signal' as const), person, chance }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('fields' as const), person, score: fc.nat(10) }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom('succeed' as const, 'fail' as const, 'retry' as const), person }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('retried' as const, 'skipped' as const, 'dropped' as const),
      person,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('move' as const), person, chance }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('publish' as const),
      chances: fc.array(chance, { minLength: 40, maxLength: 40 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('sweep' as const), windowHours: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('pause' as const, 'resume' as const, 'enter' as const) }) },
)

const journey = fc.array(fc.nat(), { minLength: 60, maxLength: 60 })
const story = fc.array(happening, { maxLength: 30 })

class World {
  now = parseInstant(start)!
  isPaused = false
  document: JourneyDocument
  readonly people: Scenario[] = []

  constructor(numbers: readonly number[]) {
    this.document = frozen(randomDocument(pickFrom(numbers)))
    for (let id = 0; id < 3; id++) this.enter()
  }

  enter(): void {
    const id = this.people.length
    const fields = {
      score: id * 4,
      renewal: '2026-01-06',
      timeZone: ['Asia/Tokyo', 'Australia/Lord_Howe', 'none'][id % 3]!,
    }
    const run = new Scenario(this.document, { start: this.clock, fields, isPaused: this.isPaused })
    this.people.push(run)
  }

  private get clock(): string {
    return formatInstant(this.now)
  }

  play(what: Happening): void {
    switch (what.type) {
      case 'time':
      case 'asleep':
        this.now += what.hours * hourMs
        for (const run of this.people) {
          if (what.type === 'time') run.at(this.clock)
          else run.asleep(this.clock)
        }
        return
      case 'publish':
        return this.publish(pickFrom(what.chances))
      case 'sweep':
        for (const run of this.people) run.sweep(what.windowHours * hourMs)
        return
      case 'pause':
      case 'resume':
        this.isPaused = what.type === 'pause'
        for (const run of this.people) run.pause(this.isPaused)
        return
      case 'enter':
        if (this.people.length < 5) this.enter()
        return
      default:
        return this.happenTo(this.people[what.person]!, what)
    }
  }

  private happenTo(
    run: Scenario,
    what: Exclude<Happening, { type: 'time' | 'asleep' | 'publish' | 'sweep' | 'pause' | 'resume' | 'enter' }>,
  ): void {
    const { status } = run.enrollment
    const isInside = status === 'active' || status === 'parked'
    switch (what.type) {
      case 'signal': {
        const kinds: SignalKind[] = ['mailOpened', 'eventReceived', 'surveyResponded', 'calloutFailed']
        const pick = pickFrom([what.chance, what.chance >> 2])
        run.signal(one(pick, kinds), null, { topic: 'orders', total: pick(20) })
        return
      }
      case 'fields':
        run.fields({ score: what.score })
        return
      case 'succeed':
        if (run.isUnderWay) run.effectSucceeds({ outputs: { ts: '1' }, fields: { note: 'x' } })
        return
      case 'fail':
        if (run.isUnderWay) run.effectFails()
        return
      case 'retry':
        if (run.isUnderWay) run.effectFails({ code: 'timeout' }, formatInstant(this.now + hourMs))
        return
      case 'move':
        if (isInside && !run.isUnderWay && !run.isPinned)
          run.operatorMoves(one(pickFrom([what.chance]), Object.keys(run.plan.nodes)))
        return
      case 'retried':
        if (status === 'parked') run.operator('retried')
        return
      default:
        if (isInside && !run.isUnderWay) run.operator(what.type)
    }
  }

  private publish(pick: RandomPick): void {
    let draft = this.document
    for (let edit = 0; edit < 1 + pick(3); edit++) draft = randomEdit(draft, pick)
    const before = { document: this.document, plan: planOf(this.document) }
    const after = { document: frozen(draft), plan: planOf(draft) }
    const changes = publishChanges(before, after)
    const nodes = Object.keys(after.plan.nodes)
    const choices = Object.fromEntries(
      changes.flatMap(({ id, choices }): [string, string][] => {
        if (choices.length === 0) return []
        const choice = one(pick, choices)
        return [[id, choice === 'moveTo' ? `moveTo:${one(pick, nodes)}` : choice]]
      }),
    )
    const allowed = chooseImpact(before.plan, after.plan, changes, choices).ok ? choices : {}
    for (const run of this.people) run.publish(after.document, allowed)
    this.document = after.document
  }
}

function play(numbers: readonly number[], happenings: readonly Happening[], check?: (world: World) => void): World {
  const world = new World(numbers)
  check?.(world)
  for (const what of happenings) {
    world.play(what)
    check?.(world)
  }
  return world
}

test('everybody is always at a step that exists, or on the way to one, or has ended with a reason', () => {
  fc.assert(
    fc.property(journey, story, (numbers, happenings) => {
      play(numbers, happenings, ({ people }) => {
        for (const run of people) {
          const { status, reason, stepId, dueAt } = run.enrollment
          if (status === 'completed' || status === 'dropped') expect(reason).toEqual(expect.any(String))
          else if (!run.isUnderWay && !run.isBetweenTries) {
            const { belongsTo } = run
            const step = belongsTo?.step
            if (belongsTo) expect(step, `${stepId} leads to ${belongsTo.stepId}`).toBeDefined()
            if (status === 'parked') expect(reason).toEqual(expect.any(String))
            else if (step && belongsTo?.stepId === stepId) {
              expect(isResting(step), stepId).toBe(true)
              expect(dueAt !== null || step.op === 'await', stepId).toBe(true)
            }
          }
        }
      })
    }),
    { numRuns: 400 },
  )
})

test('at every node, at every moment: entered = waiting + left + dropped + parked + moved', () => {
  fc.assert(
    fc.property(journey, story, (numbers, happenings) => {
      play(numbers, happenings, ({ people }) => {
        for (const { enrollment, numbers } of people) {
          const at = nodeIdOf(enrollment.stepId)
          for (const [nodeId, { entered, left, dropped, parked, moved }] of numbers) {
            const waiting = enrollment.status === 'active' && at === nodeId ? 1 : 0
            const standing = enrollment.status === 'parked' && at === nodeId ? 1 : 0
            const sum = Object.values(left).reduce((total, value) => total + value, waiting)
            expect({ nodeId, entered, parked }).toEqual({
              nodeId,
              entered: sum + dropped + parked + moved,
              parked: standing,
            })
          }
          expect([...numbers.keys()]).toContain(at)
        }
      })
    }),
    { numRuns: 400 },
  )
})

test('any journey: no enrollment stays due in the past', () => {
  fc.assert(
    fc.property(journey, story, (numbers, happenings) => {
      const world = play(numbers, [...happenings, { type: 'resume' }, { type: 'time', hours: 1 }])
      for (const { enrollment, isUnderWay } of world.people) {
        if (enrollment.status !== 'active' || isUnderWay || enrollment.dueAt === null) continue
        expect(enrollment.dueAt).toBeGreaterThan(world.now)
      }
    }),
    { numRuns: 200 },
  )
})

test('any journey: send times of a step are kept', () => {
  fc.assert(
    fc.property(journey, story, (numbers, happenings) => {
      play(numbers, happenings, ({ people }) => {
        for (const run of people) for (const begun of run.begunAt) expect(begun.allowed).toBe(begun.at)
      })
    }),
    { numRuns: 200 },
  )
})

test('the same happenings give the same paths, numbers and positions', () => {
  const told = ({ people }: World) =>
    people.map(({ enrollment, path, reasons, numbers }) => ({ enrollment, path, reasons, numbers: [...numbers] }))
  fc.assert(
    fc.property(journey, story, (numbers, happenings) => {
      expect(told(play(numbers, happenings))).toEqual(told(play(numbers, happenings)))
    }),
    { numRuns: 100 },
  )
})
