import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { externalActionSchema } from '../http-call/action/external-action.ts'
import { formatIssue, formatIssuePath, issueMessages, type Issue } from '../messages/issue.ts'
import { pickFrom, randomDocument } from '../testing/random-journey.ts'
import {
  call,
  closeCta,
  draw,
  openCta,
  setField,
  splitBy,
  wait,
  waitFor,
  waitUntil,
  type DrawnNode,
} from '../testing/scenario.ts'
import type { JourneyDocument } from '../graph/journey-document.ts'
import { validate } from './validate.ts'

const action = externalActionSchema.parse({
  connectionId: 'connection',
  name: 'Post message',
  method: 'POST',
  tokens: [{ name: 'text', required: true }, { name: 'channel' }],
  extract: [{ name: 'ts', path: '$.ts' }],
})
const environment = { externalActions: new Map([['action', action]]) }
const happy = { field: 'score', operator: 'gte' as const, value: 9 }
const mapped = { text: { from: 'field', field: 'email' } }
const calling = (config: Record<string, unknown>): DrawnNode => ({
  kind: 'callApi',
  config: { ...call().config, tokens: mapped, ...config },
})
const mail = (config: Record<string, unknown>): DrawnNode => ({
  kind: 'email',
  config: { subject: 'Hello', body: 'Hello', ...config },
})

/** `error graph.noEntry @ node, path` */
const told = ({ severity, code, nodeId = '', path = [] }: Issue) =>
  `${severity} ${code} @ ${[nodeId, formatIssuePath(path)].filter(Boolean).join(', ')}`
const findings = (document: JourneyDocument) => validate(document, environment).map(told)

/** No text may show the name of a placeholder instead of its value. */
function expectReadable(issues: readonly Issue[]): void {
  for (const issue of issues) {
    for (const locale of ['en', 'ja'] as const) {
      expect(`${issue.code}: ${formatIssue(issue, locale)}`).not.toMatch(/(?<!\{)\{\w+\}(?!\})/)
    }
  }
}

const sound = draw('entry > cool > reply > post > done \n reply.timedOut > done', {
  cool: wait(3, 'days'),
  reply: waitFor(happy, { amount: 7, unit: 'days' }),
  post: calling({ tokens: { text: { from: 'template', value: '{{ participant.email }}' } } }),
})

test('a sound journey has no issues', () => {
  expect(validate({ ...sound, uniqueBy: ['email'] }, environment)).toEqual([])
})

describe('settings', () => {
  test.each<[string, Partial<JourneyDocument>, string]>([
    ['a time zone nobody knows', { timeZone: 'Asia/Tokio' }, 'error journey.timeZoneUnknown @ timeZone'],
    [
      'a field that is defined twice',
      { fields: [...sound.fields, { key: 'email', type: 'text' }] },
      'error journey.fieldDuplicate @ fields[6].key',
    ],
    ['people told apart by no field', { uniqueBy: ['email', 'crmId'] }, 'error journey.uniqueByUnknown @ uniqueBy[1]'],
  ])('%s', (_title, settings, expected) => {
    const document = { ...sound, ...settings }
    expect(findings(document)).toEqual([expected])
    expectReadable(validate(document, environment))
  })
})

describe('the graph', () => {
  const edges = (...added: JourneyDocument['edges']): JourneyDocument => ({
    ...sound,
    edges: [...sound.edges, ...added],
  })
  const nodes = (...added: JourneyDocument['nodes']): JourneyDocument => ({
    ...sound,
    nodes: [...sound.nodes, ...added],
  })
  const place = { position: { x: 0, y: 0 } }

  test.each<[string, JourneyDocument, string[]]>([
    ['no entry', { ...sound, nodes: [], edges: [] }, ['error graph.noEntry @ nodes']],
    [
      'two entries',
      nodes({ id: 'second', kind: 'entry', config: {}, ...place }),
      ['error graph.manyEntries @ second', 'warning graph.unreachable @ second'],
    ],
    [
      'one id twice',
      nodes({ id: 'done', kind: 'exit', config: { reason: 'x' }, ...place }),
      ['error graph.duplicateNodeId @ done, nodes[5].id'],
    ],
    [
      'two edges from one way out',
      edges({ source: 'cool', outlet: 'next', target: 'done' }),
      ['error graph.duplicateEdge @ cool, edges[5]'],
    ],
    [
      'an edge from a way out that is not there',
      edges({ source: 'cool', outlet: 'failed', target: 'done' }),
      ['error graph.unknownOutlet @ cool, edges[5].outlet'],
    ],
    [
      'an edge from an end',
      edges({ source: 'done', outlet: 'next', target: 'cool' }),
      ['error graph.unknownOutlet @ done, edges[5].outlet'],
    ],
    [
      'an edge to nowhere',
      { ...sound, edges: sound.edges.with(3, { source: 'post', outlet: 'next', target: 'gone' }) },
      ['error graph.unknownTarget @ post, edges[3].target'],
    ],
    [
      'an edge from nowhere',
      edges({ source: 'gone', outlet: 'next', target: 'done' }),
      ['error graph.unknownNode @ edges[5].source'],
    ],
    [
      'an edge back into the entry',
      { ...sound, edges: sound.edges.with(3, { source: 'post', outlet: 'next', target: 'entry' }) },
      ['error graph.edgeIntoEntry @ post, edges[3].target'],
    ],
    [
      'a node that nobody reaches, its ways out left alone',
      nodes({ id: 'alone', ...wait(1, 'days'), ...place }),
      ['warning graph.unreachable @ alone'],
    ],
    [
      'a way out that leads nowhere',
      draw('entry > fork \n fork.a > done', { fork: splitBy({ a: happy }) }),
      ['warning graph.unwiredOutlet @ fork'],
    ],
    [
      'a "failed" that leads nowhere',
      draw('entry > post > done', { post: calling({ onError: 'outlet' }) }),
      ['error graph.unwiredFailed @ post'],
    ],
    [
      'a loop that never waits',
      draw('entry > fork > set > fork \n fork.a > done', { fork: splitBy({ a: happy }), set: setField('note', 'x') }),
      ['error graph.cycleWithoutWait @ fork'],
    ],
    [
      'a node that leads to itself',
      draw('entry > set > set', { set: setField('note', 'x') }),
      ['error graph.cycleWithoutWait @ set'],
    ],
    [
      'a loop by way of a condition that may be met at once',
      draw('entry > reply > reply \n reply.timedOut > done', { reply: waitFor(happy, { amount: 1, unit: 'days' }) }),
      ['error graph.cycleWithoutWait @ reply'],
    ],
    [
      'a loop by way of a moment, which may have passed',
      draw('entry > until > until', { until: waitUntil('until', { at: '2026-01-01T00:00:00Z' }) }),
      ['error graph.cycleWithoutWait @ until'],
    ],
    [
      'a loop by way of a wait that is too short to be one',
      draw('entry > blink > blink', { blink: wait(0.0001, 'seconds') }),
      ['error graph.cycleWithoutWait @ blink'],
    ],
    [
      'a loop with a wait',
      draw('entry > cool > set > cool', { cool: wait(1, 'seconds'), set: setField('note', 'x') }),
      [],
    ],
    [
      'a loop by way of a time limit',
      draw('entry > reply > done \n reply.timedOut > set > reply', {
        reply: waitFor(happy, { amount: 1, unit: 'days' }),
        set: setField('note', 'x'),
      }),
      [],
    ],
    ['paths that join', draw('entry > fork > done \n fork.a > done', { fork: splitBy({ a: happy }) }), []],
  ])('%s', (_title, document, expected) => {
    expect(findings(document)).toEqual(expected)
    expectReadable(validate(document, environment))
  })
})

describe('nodes', () => {
  test.each<[string, DrawnNode, string[]]>([
    ['of a kind nobody knows', { kind: 'teleport', config: {} }, ['error node.unknownKind @ step, kind']],
    [
      'that is not finished',
      { kind: 'waitTimer', config: { mode: 'duration', unit: 'days' } },
      ['error node.incomplete @ step, config.amount'],
    ],
    ['wait for no time', wait(0, 'days'), ['error node.incomplete @ step, config.amount']],
    ['wait until no moment', waitUntil('until', { at: 'soon' }), ['error node.incomplete @ step, config.at']],
    [
      'wait for a field that is not there',
      waitUntil('untilField', { field: 'birthday' }),
      ['error node.fieldUnknown @ step, config.field'],
    ],
    [
      'wait for a field that is no date',
      waitUntil('untilField', { field: 'score' }),
      ['error node.fieldNotDate @ step, config.field'],
    ],
    [
      'wait in a window without days',
      waitUntil('window', { weekdays: [], from: '09:00', to: '17:00' }),
      ['error node.incomplete @ step, config.weekdays'],
    ],
    [
      'condition without tests',
      waitFor({ all: [] }, { amount: 1, unit: 'days' }),
      ['error condition.empty @ step, config.condition.all'],
    ],
    [
      'condition on a field that is not there',
      waitFor({ field: 'plan', operator: 'isEmpty' }, { amount: 1, unit: 'days' }),
      ['error condition.fieldUnknown @ step, config.condition.field'],
    ],
    [
      'condition on a signal of no node',
      waitFor({ signal: 'ctaOpened', node: 'gone' }, { amount: 1, unit: 'days' }),
      ['error condition.nodeUnknown @ step, config.condition.node'],
    ],
    ['condition without a time limit', waitFor(happy), ['warning node.timeLimitMissing @ step, config.timeLimit']],
    ['split without branches', splitBy({}), ['error node.incomplete @ step, config.branches']],
    [
      'split with a branch named as the last way out',
      splitBy({ default: happy }),
      ['error node.incomplete @ step, config.branches'],
    ],
    [
      'split on a value that does not fit',
      splitBy({ a: { field: 'score', operator: 'gte', value: 'nine' } }),
      ['error condition.operandInvalid @ step, config.branches[0].condition.value'],
    ],
    ['call of no action', calling({ externalActionId: '' }), ['error node.incomplete @ step, config.externalActionId']],
    [
      'call of an action that is gone',
      calling({ externalActionId: 'gone' }),
      ['error node.actionUnknown @ step, config.externalActionId'],
    ],
    ['call without a value it needs', calling({ tokens: {} }), ['error node.tokenUnmapped @ step, config.tokens.text']],
    [
      'call with an empty value it needs',
      calling({ tokens: { text: { from: 'custom', value: '' } } }),
      ['error node.tokenUnmapped @ step, config.tokens.text'],
    ],
    [
      'call with a field that is not there',
      calling({ tokens: { text: { from: 'field', field: 'plan' } } }),
      ['error node.fieldUnknown @ step, config.tokens.text.field'],
    ],
    [
      'call that writes a number as a date',
      calling({ tokens: { text: { from: 'field', field: 'score', format: { kind: 'date', pattern: '%Y' } } } }),
      ['error node.formatForDates @ step, config.tokens.text.format'],
    ],
    [
      'call that writes a text with decimals',
      calling({ tokens: { text: { from: 'field', field: 'email', format: { kind: 'decimals', decimals: 2 } } } }),
      ['error node.formatForNumbers @ step, config.tokens.text.format'],
    ],
    [
      'call with a token nobody produces',
      calling({ tokens: { text: { from: 'template', value: '{{ nodes.other.ts }}' } } }),
      ['error node.outputUnknown @ step, config.tokens.text.value'],
    ],
    [
      'call with a text that is no Liquid',
      calling({ tokens: { text: { from: 'template', value: '{% if %}' } } }),
      ['error liquid.syntax @ step, config.tokens.text.value'],
    ],
    [
      'call with a value the action does not take',
      calling({ tokens: { ...mapped, colour: { from: 'custom', value: 'red' } } }),
      ['warning node.tokenUnknown @ step, config.tokens.colour'],
    ],
    [
      'call that saves what does not come',
      calling({ save: [{ output: 'id', field: 'note' }] }),
      ['error node.outputUnknown @ step, config.save[0].output'],
    ],
    [
      'call that saves where nothing is',
      calling({ save: [{ output: 'ts', field: 'plan' }] }),
      ['error node.fieldUnknown @ step, config.save[0].field'],
    ],
    [
      'mail with a value that is not there',
      mail({ body: 'Hello {{ participant.plan }}' }),
      ['error node.fieldUnknown @ step, config.body'],
    ],
    [
      'mail with a value of nowhere',
      mail({ subject: '{{ company.name }}' }),
      ['error liquid.variableUnknown @ step, config.subject'],
    ],
    [
      'update of a field that is not there',
      setField('plan', 'x'),
      ['error node.fieldUnknown @ step, config.assignments[0].field'],
    ],
    [
      'update with a value that does not fit',
      setField('score', 'many'),
      ['error field.number @ step, config.assignments[0].value'],
    ],
    ['CTA without a title', openCta(''), ['error node.incomplete @ step, config.name']],
    [
      'CTA with a value that is not there',
      openCta('{{ participant.plan }}'),
      ['error node.fieldUnknown @ step, config.name'],
    ],
    ['close of a CTA that nobody opens', closeCta('entry'), ['error node.ctaNodeMissing @ step, config.node']],
  ])('%s', (_title, step, expected) => {
    const lines = ['entry > step', ...(step.kind === 'conditionalWait' ? ['step.timedOut > done'] : [])].join('\n')
    const document = draw(`${lines} \n step > done`, { step })
    const issues = validate(document, environment).filter(
      ({ code }) => code !== 'graph.unwiredOutlet' && code !== 'graph.unknownOutlet',
    )
    expect(issues.map(told)).toEqual(expected)
    expectReadable(issues)
  })

  test('a mail needs a field with the address, unless it says where to send it', () => {
    const document = draw(
      'entry > step > done',
      { step: mail({}) },
      { fields: [{ key: 'name', type: 'text' }], uniqueBy: ['name'] },
    )
    expect(findings(document)).toEqual(['error journey.emailFieldMissing @ step, config.to'])
    const elsewhere = draw('entry > step > done', { step: mail({ to: '{{ participant.email }}' }) })
    expect(findings(elsewhere)).toEqual([])
  })

  test('what a call gives can be used after it, and not before', () => {
    const uses = { ...setField('note', { template: '{{ nodes.post.ts }}' }) }
    const after = draw('entry > post > keep > done', { post: calling({}), keep: uses })
    expect(findings(after)).toEqual([])
    const before = draw('entry > keep > post > done', { post: calling({}), keep: uses })
    expect(findings(before)).toEqual(['error node.outputUnknown @ keep, config.assignments[0].value.template'])
  })

  test('what a call gives can be used before it in the drawing when a loop leads back', () => {
    const document = draw('entry > keep > post > cool > keep', {
      keep: setField('note', { template: '{{ nodes.post.ts }}' }),
      post: calling({}),
      cool: wait(1, 'days'),
    })
    expect(findings(document)).toEqual([])
  })

  test('external actions are not judged by who cannot know them', () => {
    const document = draw('entry > post > done', { post: calling({ externalActionId: 'gone' }) })
    expect(validate(document, { externalActions: null })).toEqual([])
  })
})

test('validate: any broken document gives readable issues', () => {
  const junk = fc.oneof(
    fc.constant(null),
    fc.string(),
    fc.integer(),
    fc.array(fc.constant(null)),
    fc.constant({ all: null }),
  )
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      fc.array(junk),
      fc.boolean(),
      (numbers, values, isKnown) => {
        const document = randomDocument(pickFrom(numbers))
        const broken = {
          ...document,
          nodes: document.nodes.map((node, index) => {
            const key = Object.keys(node.config)[0]
            return key && index < values.length ? { ...node, config: { ...node.config, [key]: values[index] } } : node
          }),
          edges: document.edges.concat(document.edges.slice(0, 1), { source: 'n0', outlet: 'x', target: 'n9' }),
        }
        const issues = validate(broken, isKnown ? environment : { externalActions: null })
        expectReadable(issues)
        expect(issues.every(({ code }) => Object.hasOwn(issueMessages, code))).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})
