import { expect, test } from 'vitest'
import { compareDocuments } from './compare-documents.ts'
import { journeyDocumentSchema, type JourneyDocument } from '../graph/journey-document.ts'

const base = documentOf({
  nodes: [
    { id: 'entry', kind: 'entry' },
    { id: 'wait', kind: 'waitTimer', name: 'Think', config: { mode: 'duration', amount: 3, unit: 'days' } },
    {
      id: 'sort',
      kind: 'split',
      config: {
        branches: [
          { id: 'a', name: 'Happy', condition: { field: 'score', operator: 'gte', value: 9 } },
          { id: 'b', name: 'Sad', condition: { field: 'score', operator: 'lte', value: 6 } },
        ],
      },
    },
    { id: 'mail', kind: 'email', config: { subject: 'Hello', body: '<p>Hello</p>' } },
    { id: 'done', kind: 'exit', config: { reason: 'completed' } },
  ],
  edges: [
    { source: 'entry', outlet: 'next', target: 'wait' },
    { source: 'wait', outlet: 'next', target: 'sort' },
    { source: 'sort', outlet: 'default', target: 'done' },
    { source: 'sort', outlet: 'a', target: 'mail' },
    { source: 'mail', outlet: 'next', target: 'done' },
  ],
})

function documentOf(drawn: object): JourneyDocument {
  return journeyDocumentSchema.parse({
    name: 'Welcome',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'score', type: 'number' },
    ],
    ...drawn,
  })
}

function withConfig(nodeId: string, config: Record<string, unknown>): JourneyDocument {
  return { ...base, nodes: base.nodes.map((node) => (node.id === nodeId ? { ...node, config } : node)) }
}

test('a document does not differ from itself, wherever its nodes stand', () => {
  const moved = { ...base, nodes: base.nodes.map((node) => ({ ...node, position: { x: 7, y: 7 } })) }
  expect(compareDocuments(base, moved)).toEqual([])
})

test('a setting that is written out as its default is no difference', () => {
  expect(
    compareDocuments(base, withConfig('mail', { body: '<p>Hello</p>', subject: 'Hello', track: true, to: null })),
  ).toEqual([])
})

test('a changed setting is named by its path, with what it was and what it is', () => {
  expect(compareDocuments(base, withConfig('wait', { mode: 'duration', amount: 1, unit: 'days' }))).toEqual([
    { change: 'configChanged', nodeId: 'wait', path: ['amount'], before: 3, after: 1 },
  ])
  const sendTimes = { weekdays: [1, 2], from: '09:00', to: '17:00', zone: 'participant' }
  expect(compareDocuments(base, withConfig('mail', { subject: 'Hi', body: '<p>Hello</p>', sendTimes }))).toEqual([
    { change: 'configChanged', nodeId: 'mail', path: ['subject'], before: 'Hello', after: 'Hi' },
    { change: 'configChanged', nodeId: 'mail', path: ['sendTimes'], before: null, after: sendTimes },
  ])
})

test('the branches of a split are told apart by their ids, and a condition is one value', () => {
  const condition = { all: [{ field: 'score', operator: 'gte', value: 10 }] }
  const happy = { id: 'a', name: 'Happy', condition }
  const other = { id: 'c', name: 'Other', condition }
  expect(compareDocuments(base, withConfig('sort', { branches: [happy, other] }))).toEqual([
    {
      change: 'configChanged',
      nodeId: 'sort',
      path: ['branches', 'a', 'condition'],
      before: { field: 'score', operator: 'gte', value: 9 },
      after: condition,
    },
    { change: 'configChanged', nodeId: 'sort', path: ['branches', 'c'], before: undefined, after: other },
    {
      change: 'configChanged',
      nodeId: 'sort',
      path: ['branches', 'b'],
      before: { id: 'b', name: 'Sad', condition: { field: 'score', operator: 'lte', value: 6 } },
      after: undefined,
    },
  ])
})

test('branches in another order are a difference, because the first that fits is taken', () => {
  const { branches } = base.nodes[2]!.config as { branches: unknown[] }
  expect(compareDocuments(base, withConfig('sort', { branches: branches.toReversed() }))).toEqual([
    { change: 'configChanged', nodeId: 'sort', path: ['branches'], before: branches, after: branches.toReversed() },
  ])
})

test('a step that is still incomplete is compared as drawn', () => {
  expect(compareDocuments(base, withConfig('mail', { subject: '', body: '<p>Hello</p>' }))).toEqual([
    { change: 'configChanged', nodeId: 'mail', path: ['subject'], before: 'Hello', after: '' },
  ])
})

test('added, removed, renamed and replaced nodes are said, with the arrows that lead elsewhere now', () => {
  const after = documentOf({
    nodes: [
      ...base.nodes
        .filter(({ id }) => id !== 'mail')
        .map((node) => (node.id === 'wait' ? { ...node, name: 'Rest' } : node)),
      { id: 'mark', kind: 'updateField', config: { assignments: [{ field: 'score', value: 1 }] } },
    ].map((node) =>
      node.id === 'sort'
        ? { id: 'sort', kind: 'waitTimer', config: { mode: 'duration', amount: 1, unit: 'days' } }
        : node,
    ),
    edges: [
      { source: 'entry', outlet: 'next', target: 'wait' },
      { source: 'wait', outlet: 'next', target: 'mark' },
      { source: 'mark', outlet: 'next', target: 'sort' },
    ],
  })
  expect(compareDocuments(base, after)).toEqual([
    { change: 'nodeRenamed', nodeId: 'wait', before: 'Think', after: 'Rest' },
    { change: 'edgeRewired', nodeId: 'wait', outlet: 'next', before: 'sort', after: 'mark' },
    { change: 'nodeReplaced', nodeId: 'sort', before: 'split', after: 'waitTimer' },
    { change: 'edgeRewired', nodeId: 'sort', outlet: 'default', before: 'done', after: null },
    { change: 'edgeRewired', nodeId: 'sort', outlet: 'a', before: 'mail', after: null },
    { change: 'nodeAdded', nodeId: 'mark' },
    { change: 'edgeRewired', nodeId: 'mark', outlet: 'next', before: null, after: 'sort' },
    { change: 'nodeRemoved', nodeId: 'mail' },
  ])
})

test('settings and fields of the journey are compared one by one', () => {
  const [email] = base.fields
  const after: JourneyDocument = {
    ...base,
    name: 'Farewell',
    reentry: 'always',
    fields: [
      { ...email!, label: 'Address' },
      { key: 'plan', type: 'text' },
    ],
  }
  expect(compareDocuments(base, after)).toEqual([
    { change: 'settingChanged', setting: 'name', before: 'Welcome', after: 'Farewell' },
    { change: 'settingChanged', setting: 'reentry', before: 'never', after: 'always' },
    { change: 'fieldChanged', before: email, after: { ...email, label: 'Address' } },
    { change: 'fieldAdded', field: { key: 'plan', type: 'text' } },
    { change: 'fieldRemoved', field: base.fields[1] },
  ])
})

test('comparing the other way round swaps what was and what is', () => {
  const after = withConfig('wait', { mode: 'window', weekdays: [1], from: '09:00', to: '10:00' })
  const swapped = compareDocuments(after, base).map((change) =>
    change.change === 'configChanged' ? { ...change, before: change.after, after: change.before } : change,
  )
  expect(new Set(swapped)).toEqual(new Set(compareDocuments(base, after)))
})
