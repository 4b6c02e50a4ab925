import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatIssue } from '../messages/issue.ts'
import { frozen, one, pickFrom, randomDocument, randomNode, type RandomPick } from '../testing/random-journey.ts'
import { call, draw, splitBy, wait, type DrawnNode } from '../testing/scenario.ts'
import {
  applyOperation,
  applyOperations,
  insertOnEdge,
  operationSchema,
  removeAndReconnect,
  type Operation,
} from './operation.ts'
import type { DraftNode, JourneyDocument } from '../graph/journey-document.ts'

const low = { field: 'score', operator: 'lt' as const, value: 3 }
const node = (id: string, { kind, config }: DrawnNode = wait(1, 'days')): DraftNode => ({
  id,
  kind,
  config,
  position: { x: 0, y: 0 },
})
const document = frozen(
  draw('entry > cool > fork > done \n fork.a > post > done \n post.failed > lost', {
    cool: wait(3, 'days'),
    fork: splitBy({ a: low }),
    post: call('outlet'),
  }),
)

function edit(operations: Operation | readonly Operation[], from: JourneyDocument = document) {
  const edited = applyOperations(from, [operations].flat())
  if (!edited.ok) throw new Error(JSON.stringify(edited.error))
  return edited.value
}

/** `cool -next-> fork`, sorted; the order of nodes and edges has no meaning. */
const ways = ({ edges }: JourneyDocument) =>
  edges.map(({ source, outlet, target }) => `${source} -${outlet}-> ${target}`).sort()
const inOrder = (given: JourneyDocument) => ({
  ...given,
  nodes: given.nodes.toSorted((a, b) => a.id.localeCompare(b.id)),
  edges: ways(given),
})
const lostWays = (before: JourneyDocument, after: JourneyDocument) =>
  ways(before).filter((way) => !ways(after).includes(way))

const noBranches = { op: 'setConfig', nodeId: 'fork', config: { branches: [] } } as const

describe('every operation can be undone', () => {
  const everyOperation: { [Op in Operation['op']]: Extract<Operation, { op: Op }> } = {
    addNode: { op: 'addNode', node: node('new') },
    removeNode: { op: 'removeNode', nodeId: 'fork' },
    moveNodes: { op: 'moveNodes', positions: { cool: { x: 5, y: 6 }, done: { x: 7, y: 8 } } },
    renameNode: { op: 'renameNode', nodeId: 'cool', name: 'Cool down' },
    setConfig: noBranches,
    connect: { op: 'connect', edge: { source: 'cool', outlet: 'next', target: 'done' } },
    disconnect: { op: 'disconnect', source: 'cool', outlet: 'next' },
    setSettings: { op: 'setSettings', settings: { name: 'Renamed', uniqueBy: ['note'] } },
    replaceDocument: { op: 'replaceDocument', document: draw('entry > end') },
  }

  test.each(Object.entries(everyOperation))('%s', (_op, operation) => {
    const { document: edited, inverse } = edit(operation)
    expect(edited).not.toEqual(document)
    expect(inOrder(edit(inverse, edited).document)).toEqual(inOrder(document))
  })

  test('a list of operations is undone as a whole, last first', () => {
    const { document: edited, inverse } = edit(Object.values(everyOperation).slice(0, 2))
    expect(inOrder(edit(inverse, edited).document)).toEqual(inOrder(document))
  })

  test('a name that is given and taken away again leaves no trace', () => {
    const named = edit({ op: 'renameNode', nodeId: 'cool', name: 'Cool down' })
    expect(edit(named.inverse, named.document).document).toEqual(document)
  })

  const anyNumbers = fc.array(fc.nat(), { minLength: 60, maxLength: 60 })

  test('whatever is done to whatever document, also to one that is full of mistakes', () => {
    fc.assert(
      fc.property(anyNumbers, fc.boolean(), (numbers, isMistaken) => {
        const pick = pickFrom(numbers)
        const drawn = randomDocument(pick)
        const before = frozen(isMistaken ? withMistakes(pick, drawn) : drawn)
        const operations = Array.from({ length: 5 }, () => randomOperation(pick, before))
        const done = operations.filter((operation) => applyOperation(before, operation).ok)
        for (const operation of done) {
          const { document: after, inverse } = edit(operation, before)
          expect(inOrder(edit(inverse, after).document)).toEqual(inOrder(before))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a history is undone step by step to where it began', () => {
    fc.assert(
      fc.property(anyNumbers, (numbers) => {
        const pick = pickFrom(numbers)
        const before = frozen(randomDocument(pick))
        let current = before
        const undo: Operation[][] = []
        for (let step = 0; step < 12; step++) {
          const edited = applyOperation(current, randomOperation(pick, current))
          if (!edited.ok) continue
          current = frozen(edited.value.document)
          undo.unshift(edited.value.inverse)
        }
        expect(inOrder(edit(undo.flat(), current).document)).toEqual(inOrder(before))
      }),
      { numRuns: 200 },
    )
  })
})

function withMistakes(pick: RandomPick, drawn: JourneyDocument): JourneyDocument {
  const ids = [...drawn.nodes.map(({ id }) => id), 'nowhere']
  return {
    ...drawn,
    nodes: [...drawn.nodes, ...(pick(2) === 0 ? [node(one(pick, ids))] : [])],
    edges: [
      ...drawn.edges,
      ...drawn.edges.slice(pick(4)),
      { source: one(pick, ids), outlet: 'sideways', target: one(pick, ids) },
      { source: one(pick, ids), outlet: 'next', target: one(pick, ids) },
    ],
  }
}

function randomOperation(pick: RandomPick, { nodes, edges }: JourneyDocument): Operation {
  const anyId = () => (nodes.length === 0 ? 'gone' : one(pick, nodes).id)
  const id = anyId()
  const edge = edges.length > 0 ? one(pick, edges) : { source: id, outlet: 'next', target: id }
  const operations: (() => Operation)[] = [
    () => ({ op: 'addNode', node: node(`m${pick(3)}`, randomNode(pick)) }),
    () => ({ op: 'removeNode', nodeId: id }),
    () => ({ op: 'moveNodes', positions: { [id]: { x: pick(9), y: pick(9) }, [anyId()]: { x: 1, y: 1 } } }),
    () => ({ op: 'renameNode', nodeId: id, name: one(pick, ['Name', null]) }),
    () => ({ op: 'setConfig', nodeId: id, config: randomNode(pick).config }),
    () => ({ op: 'connect', edge: { ...edge, target: anyId() } }),
    () => ({
      op: 'connect',
      edge: { source: id, outlet: one(pick, ['next', 'met', 'a']), target: anyId() },
    }),
    () => ({ op: 'disconnect', source: edge.source, outlet: edge.outlet }),
    () => ({ op: 'setSettings', settings: { reentry: one(pick, ['always', 'never']) } }),
  ]
  return one(pick, operations)()
}

describe('a refusal leaves everything as it was and says what and where', () => {
  test.each<[string, Operation, RegExp]>([
    ['an id that is taken', { op: 'addNode', node: node('cool') }, /Two steps have the id "cool"/],
    ['removing what is not there', { op: 'removeNode', nodeId: 'gone' }, /no step "gone"/],
    ['moving what is not there', { op: 'moveNodes', positions: { gone: { x: 0, y: 0 } } }, /no step "gone"/],
    ['renaming what is not there', { op: 'renameNode', nodeId: 'gone', name: 'X' }, /no step "gone"/],
    ['changing what is not there', { op: 'setConfig', nodeId: 'gone', config: {} }, /no step "gone"/],
    [
      'a way out that does not exist',
      { op: 'connect', edge: { source: 'cool', outlet: 'failed', target: 'done' } },
      /"cool" has no way out named "failed". It has: next/,
    ],
    [
      'a way out of an end',
      { op: 'connect', edge: { source: 'done', outlet: 'next', target: 'cool' } },
      /"done" has no way out named "next". It has: –/,
    ],
    [
      'an arrow to nowhere',
      { op: 'connect', edge: { source: 'cool', outlet: 'next', target: 'gone' } },
      /no step "gone"/,
    ],
    [
      'an arrow into the entry',
      { op: 'connect', edge: { source: 'cool', outlet: 'next', target: 'entry' } },
      /from "cool" back to the entry/,
    ],
  ])('%s', (_title, operation, says) => {
    const refused = applyOperations(document, [{ op: 'removeNode', nodeId: 'lost' }, operation])
    expect(refused.ok).toBe(false)
    const [issue] = refused.ok ? [] : refused.error
    expect(formatIssue(issue!, 'en')).toMatch(says)
    expect(formatIssue(issue!, 'ja')).not.toMatch(/\{\w+\}/)
    expect(issue!.nodeId).toBeDefined()
  })
})

test('a way out that a new config no longer has takes its edge along, and undo brings both back', () => {
  const { document: edited, inverse } = edit(noBranches)
  expect(lostWays(document, edited)).toEqual(['fork -a-> post'])
  expect(inOrder(edit(inverse, edited).document)).toEqual(inOrder(document))
})

test('a removed node takes its edges along', () => {
  expect(lostWays(document, edit({ op: 'removeNode', nodeId: 'post' }).document)).toEqual([
    'fork -a-> post',
    'post -failed-> lost',
    'post -next-> done',
  ])
})

test('a way out leads to one node: connecting it again lets the old one go', () => {
  const { document: edited } = edit({ op: 'connect', edge: { source: 'cool', outlet: 'next', target: 'lost' } })
  expect(lostWays(document, edited)).toEqual(['cool -next-> fork'])
  expect(ways(edited)).toContain('cool -next-> lost')
})

test('cutting an edge that is not there is no mistake', () => {
  expect(edit({ op: 'disconnect', source: 'done', outlet: 'next' })).toEqual({ document, inverse: [] })
})

test('a change of one setting, as it comes over the wire, leaves the others alone', () => {
  const operation = operationSchema.parse({ op: 'setSettings', settings: { name: 'Renamed' } })
  expect(edit(operation).document).toEqual({ ...document, name: 'Renamed' })
})

test.each(['constructor', 'toString', '__proto__', 'ステップ', '', 'a/b'])('refuses %j as the id of a node', (id) => {
  expect(operationSchema.safeParse({ op: 'addNode', node: { id, kind: 'entry' } }).success).toBe(false)
})

test('a node put on an edge leads on by its main way', () => {
  const [edge] = document.edges.filter(({ source }) => source === 'cool')
  const { document: edited } = edit(insertOnEdge(edge!, node('second', splitBy({ a: low }))))
  expect(lostWays(document, edited)).toEqual(['cool -next-> fork'])
  expect(lostWays(edited, document)).toEqual(['cool -next-> second', 'second -default-> fork'])
})

test('an end put on an edge ends the path there', () => {
  const [edge] = document.edges.filter(({ source }) => source === 'cool')
  const { document: edited } = edit(insertOnEdge(edge!, node('stop', { kind: 'exit', config: { reason: 'stop' } })))
  expect(lostWays(edited, document)).toEqual(['cool -next-> stop'])
})

describe('removing nodes and closing the gap', () => {
  test.each<[string, string[], string[]]>([
    ['one node', ['cool'], ['entry -next-> fork']],
    ['neighbours', ['cool', 'fork'], ['entry -next-> done']],
    ['a branch', ['post'], ['fork -a-> done']],
    ['the end of a path, which leaves nothing to lead to', ['done'], []],
  ])('%s', (_title, removed, added) => {
    const { document: edited } = edit(removeAndReconnect(document, removed))
    expect(lostWays(edited, document)).toEqual(added)
    expect(edited.nodes.map(({ id }) => id)).toEqual(
      document.nodes.map(({ id }) => id).filter((id) => !removed.includes(id)),
    )
  })

  test('of a loop leads nowhere rather than round', () => {
    const loop = draw('entry > one > two > one', { one: wait(1, 'days'), two: wait(1, 'days') })
    expect(ways(edit(removeAndReconnect(loop, ['one', 'two']), loop).document)).toEqual([])
    expect(ways(edit(removeAndReconnect(loop, ['two']), loop).document)).toEqual(['entry -next-> one'])
  })
})
