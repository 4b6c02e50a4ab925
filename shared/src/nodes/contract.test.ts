import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { externalActionSchema } from '../http-call/action/external-action.ts'
import type { DraftNode, JourneyDocument } from '../graph/journey-document.ts'
import { formatIssue } from '../messages/issue.ts'
import { compile } from '../drafts/compile.ts'
import { stepIdOf } from '../plan/step-id.ts'
import type { Exit, Plan, StepId } from '../plan/plan.ts'
import { isInTransaction } from '../effects/effect.ts'
import type { CheckEnvironment, KnownEndpoint } from './define-node-kind.ts'
import {
  checkNode,
  compileNode,
  effectsOf,
  nodeKind,
  nodeKindNames,
  outletsOf,
  outletsOfDraft,
  parseNode,
  producedValuesOf,
  type JourneyNode,
  type NodeKindName,
} from './node-kind.ts'

// The rules for every node kind, tested with random configs made from its own schema. A new kind needs no line here.

const modules = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.test.ts', '!./registry.ts'], { eager: true })

test('every file of a node kind is in the registry, under the name of the kind', () => {
  const kinds = Object.entries(modules).flatMap(([file, exported]) =>
    Object.values(exported)
      .filter(isKind)
      .map((kind) => [file, kind] as const),
  )
  const forgotten = kinds.filter(([, kind]) => !nodeKindNames.includes(kind.kind as NodeKindName)).map(([file]) => file)
  expect(forgotten, 'add a line for each of these to registry.ts').toEqual([])
  for (const [file, kind] of kinds) {
    expect(nodeKind(kind.kind as NodeKindName), 'a line of registry.ts exports a kind under another name').toBe(kind)
    expect(file, 'the file is named after the kind').toBe(`./${kebabCase(kind.kind)}.ts`)
  }
  expect(kinds).toHaveLength(nodeKindNames.length)
})

test('node kinds: part names of effects are unique', () => {
  // An enrollment at a node whose kind was replaced would seem to be at the effect of the new kind.
  const owners = new Map<string, Set<NodeKindName>>()
  const outside = new Set<string>()
  for (const name of nodeKindNames) {
    for (const node of fc.sample(nodeOf(name), { numRuns: 50, seed: 1 })) {
      for (const [part, instruction] of compileNode(node)) {
        owners.set(part, (owners.get(part) ?? new Set()).add(name))
        if (instruction.op === 'perform' && !isInTransaction(instruction.effect)) outside.add(part)
      }
    }
  }
  expect([...outside].filter((part) => owners.get(part)!.size > 1)).toEqual([])
  expect(outside.size).toBeGreaterThan(0)
})

describe.each(nodeKindNames)('%s', (name) => {
  const kind = nodeKind(name)

  test('is itself under its name in the registry', () => {
    expect(kind.kind).toBe(name)
  })

  test('the default config is complete, or says what is missing', () => {
    const parsed = parseNode(draftOf(name, kind.defaultConfig))
    const issues = parsed.ok ? [] : parsed.error
    expect(issues.map(({ code }) => code).filter((code) => code !== 'node.incomplete')).toEqual([])
    expect(issues.map(({ nodeId }) => nodeId)).toEqual(issues.map(() => 'it'))
  })

  test('leaves by every one of its ways out, and by no other', () => {
    fc.assert(
      fc.property(nodeOf(name), (node) => {
        const plan = planWith(node)
        const left = new Set(exitsFrom(plan, plan.nodes.it!.entry).map(({ outlet }) => outlet))
        expect([...left].toSorted()).toEqual([...outletsOf(node)].toSorted())
      }),
    )
  })

  test('step ids survive a config edit', () => {
    const partsOf = (node: JourneyNode) => compileNode(node).map(([part, { op }]) => `${part}: ${op}`)
    fc.assert(
      fc.property(nodeOf(name), nodeOf(name), (before, after) => {
        expect(partsOf(after)).toEqual(partsOf(before))
        expect(new Set(partsOf(after)).size).toBe(partsOf(after).length)
      }),
    )
  })

  test('tells its ways out however unfinished or broken its config is', () => {
    fc.assert(
      fc.property(brokenConfigOf(name), (config) => {
        const outlets = outletsOfDraft(draftOf(name, config))
        expect(outlets.every((outlet) => typeof outlet === 'string')).toBe(true)
        expect(new Set(outlets).size).toBe(outlets.length)
      }),
    )
  })

  test('tells the same ways out before and after its config is checked', () => {
    fc.assert(
      fc.property(nodeOf(name), (node) => {
        expect(outletsOfDraft(draftOf(name, node.config))).toEqual(outletsOf(node))
      }),
    )
  })

  test('every issue it raises can be read in both languages', () => {
    fc.assert(
      fc.property(nodeOf(name), brokenConfigOf(name), anyEnvironment, (node, broken, environment) => {
        const parsed = parseNode(draftOf(name, broken))
        const issues = [...checkNode(node, environment), ...(parsed.ok ? [] : parsed.error)]
        const texts = issues.flatMap((issue) =>
          (['en', 'ja'] as const).map((locale) => formatIssue(unlike(issue), locale)),
        )
        expect(texts.filter((text) => /(?<!\{)\{\w+\}(?!\})/.test(text))).toEqual([])
      }),
    )
  })

  test('has no effects but those that it names', () => {
    const used = new Set<string>()
    for (const node of fc.sample(nodeOf(name), { numRuns: 50, seed: 1 })) {
      for (const [, instruction] of compileNode(node)) if (instruction.op === 'perform') used.add(instruction.effect)
    }
    expect([...used].toSorted()).toEqual(effectsOf(name).toSorted())
  })

  test('what it produces has names that templates can use', () => {
    fc.assert(
      fc.property(nodeOf(name), anyEnvironment, (node, environment) => {
        for (const produced of producedValuesOf(node, environment)) expect(produced.name).toMatch(/^\w+$/)
      }),
    )
  })

  test('brings the config of every older version up to date', () => {
    const migrations: Record<number, (config: Record<string, unknown>) => Record<string, unknown>> = kind.migrations
    const older = Array.from({ length: kind.version - 1 }, (_, index) => index + 1)
    expect(Object.keys(migrations).map(Number)).toEqual(older)
    for (const version of older) {
      const drafts = [{}, kind.defaultConfig].map((config) => ({ ...draftOf(name, config), configVersion: version }))
      for (const draft of drafts) expect(() => [parseNode(draft), outletsOfDraft(draft)]).not.toThrow()
    }
  })
})

function isKind(value: unknown): value is { kind: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && 'compile' in value
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function draftOf(kind: NodeKindName, config: Record<string, unknown>, id = 'it'): DraftNode {
  return { id, kind, config, position: { x: 0, y: 0 } }
}

/** The values of an issue may contain braces, such as a Liquid text; only the braces of the message count. */
function unlike(issue: Parameters<typeof formatIssue>[0]): typeof issue {
  return {
    ...issue,
    ...(issue.params ? { params: Object.fromEntries(Object.keys(issue.params).map((key) => [key, '…'])) } : {}),
  }
}

/** A journey in which every outlet of the node leads to an exit of its own. */
function planWith(node: JourneyNode): Plan {
  const outlets = outletsOf(node)
  const entry = draftOf('entry', {}, 'entry')
  const document: JourneyDocument = {
    schemaVersion: 1,
    name: 'Contract',
    timeZone: 'UTC',
    fields: [],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      ...(node.kind === 'entry' ? [] : [entry]),
      draftOf(node.kind, node.config),
      ...outlets.map((_, index) => draftOf('exit', { reason: 'x' }, `to${index}`)),
    ],
    edges: [
      ...(node.kind === 'entry' ? [] : [{ source: 'entry', outlet: 'next', target: 'it' }]),
      ...outlets.map((outlet, index) => ({ source: 'it', outlet, target: `to${index}` })),
    ],
  }
  const compiled = compile({ document, externalActionVersions: {} })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error))
  for (const [index, outlet] of outlets.entries()) {
    const exit = exitsFrom(compiled.value, compiled.value.nodes.it!.entry).find(
      (candidate) => candidate.outlet === outlet,
    )
    expect(exit).toEqual({ outlet, stepId: stepIdOf(`to${index}`, 'end') })
  }
  return compiled.value
}

/** The exits out of the node, from all parts that can be reached from its entry. */
function exitsFrom(plan: Plan, entry: StepId): Exit[] {
  const out: Exit[] = []
  const open = [entry]
  const seen = new Set(open)
  while (open.length > 0) {
    for (const exit of exitsIn(plan.steps[open.pop()!])) {
      if (exit.outlet !== null) out.push(exit)
      else if (exit.stepId !== null && !seen.has(exit.stepId)) {
        seen.add(exit.stepId)
        open.push(exit.stepId)
      }
    }
  }
  return out
}

function exitsIn(value: unknown): Exit[] {
  if (typeof value !== 'object' || value === null) return []
  if ('stepId' in value && 'outlet' in value) return [value as Exit]
  return Object.values(value).flatMap(exitsIn)
}

type JsonSchema = {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  $ref?: string
  $defs?: Record<string, JsonSchema>
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema
  minItems?: number
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
}

/** Nodes of the kind with any config that its schema accepts. */
function nodeOf<K extends NodeKindName>(name: K): fc.Arbitrary<JourneyNode> {
  const schema = z.toJSONSchema(nodeKind(name).config as z.ZodType, { io: 'output' }) as JsonSchema
  return valueOf(schema, schema.$defs ?? {}, 3)
    .map((config) => parseNode(draftOf(name, config as Record<string, unknown>)))
    .filter((parsed) => parsed.ok)
    .map((parsed) => parsed.value)
}

/** Configs with missing and arbitrary values. */
function brokenConfigOf(name: NodeKindName): fc.Arbitrary<Record<string, unknown>> {
  const keyed = fc.dictionary(fc.constantFrom('id', 'branches', 'condition', 'onError', 'mode', 'x'), fc.anything())
  const junk = fc.oneof(fc.anything(), keyed, fc.array(fc.oneof(fc.constant(null), keyed)))
  return fc
    .tuple(nodeOf(name), fc.infiniteStream(fc.nat(3)), fc.infiniteStream(junk))
    .map(([{ config }, fates, values]) =>
      Object.fromEntries(
        Object.entries(config).flatMap(([key, value]) => {
          const fate = fates.next().value
          if (fate === 0) return []
          return [[key, fate === 1 ? values.next().value : value]]
        }),
      ),
    )
}

function valueOf(schema: JsonSchema, defs: Record<string, JsonSchema>, depth: number): fc.Arbitrary<unknown> {
  const { type } = schema
  if (schema.$ref !== undefined) return valueOf(defs[schema.$ref.split('/').at(-1)!]!, defs, depth - 1)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    const shallow = choices.filter((choice) => depth > 0 || !JSON.stringify(choice).includes('$ref'))
    return fc.oneof(...shallow.map((choice) => valueOf(choice, defs, depth)))
  }
  if (Array.isArray(type)) return fc.oneof(...type.map((single) => valueOf({ ...schema, type: single }, defs, depth)))
  switch (type) {
    case 'object':
      return objectOf(schema, defs, depth)
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, defs, depth), { minLength: schema.minItems ?? 0, maxLength: 3 })
    case 'string':
      return stringOf(schema)
    case 'number':
    case 'integer': {
      const min = schema.minimum ?? (schema.exclusiveMinimum ?? -1001) + 1
      return fc.integer({ min: Math.max(min, -1000), max: Math.min(schema.maximum ?? 1000, 100_000) })
    }
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      throw new Error(`This contract cannot make up a value of ${JSON.stringify(schema)}`)
  }
}

function objectOf(
  { properties = {}, additionalProperties }: JsonSchema,
  defs: Record<string, JsonSchema>,
  depth: number,
): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object') {
    return fc.dictionary(fc.constantFrom('text', 'channel', 'x'), valueOf(additionalProperties, defs, depth))
  }
  return fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, valueOf(value, defs, depth)])),
  )
}

function stringOf({ pattern, minLength = 0, maxLength = 30 }: JsonSchema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  const telling = fc.constantFrom(
    'action',
    'email',
    'gone',
    '{{ participant.gone }}',
    '{{ nodes.it.ts }}',
    '{{ x }}',
    '{% if %}',
  )
  return fc.oneof(fc.string({ minLength, maxLength: Math.min(maxLength, 30) }), telling)
}

const action = externalActionSchema.parse({
  connectionId: 'connection',
  name: 'Post',
  method: 'POST',
  tokens: [{ name: 'text', required: true }],
  extract: [{ name: 'ts', path: '$.ts' }],
})

const endpoint: KnownEndpoint = { name: 'Jobs', fields: [{ path: 'job.id' }], dedupePath: 'job.id' }

const anyEnvironment: fc.Arbitrary<CheckEnvironment> = fc.record({
  fields: fc.constantFrom([], [{ key: 'email', type: 'email' as const }], [{ key: 'email', type: 'number' as const }]),
  nodes: fc.constantFrom([], [draftOf('createCta', {}, 'action')], [draftOf('entry', {}, 'gone')]),
  before: fc.constant(new Set<string>()),
  produced: fc.constant(new Map()),
  producesUnknownValues: fc.constant(new Set<string>()),
  externalActions: fc.constantFrom(null, new Map(), new Map([['action', action]])),
  eventEndpoints: fc.constantFrom(null, new Map(), new Map([['endpoint', endpoint]])),
})
