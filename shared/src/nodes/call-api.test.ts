import { describe, expect, test } from 'vitest'
import { externalActionSchema } from '../http-call/action/external-action.ts'
import { validate } from '../drafts/validate.ts'
import { draw, Scenario } from '../testing/scenario.ts'

const values = [{ name: 'ticket', key: 'result.id', type: 'number' }]
const callback = { timeLimit: { amount: 2, unit: 'days' }, succeededWhen: { state: 'done' }, values }
const config = {
  externalActionId: 'a1',
  tokens: { notify: { from: 'callbackUrl' } },
  save: [{ output: 'ticket', field: 'score' }],
  callback,
}
const post = { post: { kind: 'callApi', config } }
const lines = `entry > post > good
  post.failed > bad
  post.timedOut > late`
const received = { state: 'done', 'result.id': 42 }

describe('a call that waits for a callback', () => {
  test('goes on by the callback of a success, and later steps can use what it said', () => {
    const run = new Scenario(draw(lines, post)).effectSucceeds().at('1d').signal('callbackReceived', 'post', received)
    expect(run.path.slice(1)).toEqual([
      'post/call continued 0',
      'post/callback continued 1d',
      'post/verdict next 1d',
      'good/end good 1d',
    ])
    expect(run.enrollment.outputs).toEqual({ post: { ticket: 42 } })
    expect(run.enrollment.fields.score).toBe(42)
  })

  test('keeps the values of its reply beside those of the callback', () => {
    const run = new Scenario(draw(lines, post)).effectSucceeds({ outputs: { job: 'j1' } })
    run.signal('callbackReceived', 'post', received)
    expect(run.enrollment.outputs).toEqual({ post: { job: 'j1', ticket: 42 } })
  })

  test('leaves by “failed” when the callback says something else than a success', () => {
    const run = new Scenario(draw(lines, post)).effectSucceeds()
    run.signal('callbackReceived', 'post', { state: 'refused', 'result.id': 'none' })
    expect(run.path.at(-1)).toBe('bad/end bad 0')
    expect(run.enrollment.outputs).toEqual({ post: { ticket: null } })
  })

  test('goes on by its time limit when no callback comes, and a callback after it changes nothing', () => {
    const run = new Scenario(draw(lines, post)).effectSucceeds().at('3d').signal('callbackReceived', 'post', received)
    expect(run.path.at(-1)).toBe('late/end late 2d')
  })

  test('takes a callback that came before the reply was recorded', () => {
    const run = new Scenario(draw(lines, post)).unseenSignal('callbackReceived', 'post', received).effectSucceeds()
    expect(run.path.at(-1)).toBe('good/end good 0')
  })

  test('does not wait when the call failed for good and people go on all the same', () => {
    const document = draw(lines, { post: { kind: 'callApi', config: { ...config, onError: 'continue' } } })
    const run = new Scenario(document).effectFails({ code: 'httpError' })
    expect(run.path.at(-1)).toBe('good/end good 0')
  })

  test('in a loop it waits for a new callback each time, and judges by that one', () => {
    const document = draw(
      `entry > post > cool > post
       post.failed > bad
       post.timedOut > late`,
      { ...post, cool: { kind: 'waitTimer', config: { mode: 'duration', amount: 1, unit: 'hours' } } },
    )
    const run = new Scenario(document).effectSucceeds().signal('callbackReceived', 'post', received).at('1h')
    run.effectSucceeds().at('2h')
    expect(run.enrollment.stepId).toBe('post/callback')
    run.signal('callbackReceived', 'post', { state: 'refused' })
    expect(run.path.at(-1)).toBe('bad/end bad 2h')
  })

  test('whoever waits when the waiting is turned off goes on at once', () => {
    const run = new Scenario(draw(lines, post)).effectSucceeds()
    const off = { ...config, tokens: {}, callback: null }
    run.publish(draw('entry > post > good', { post: { kind: 'callApi', config: off } }))
    run.sweep()
    expect(run.path.at(-1)).toBe('good/end good 0')
  })

  test('without a rule every callback is a success', () => {
    const always = { ...config, callback: { ...callback, succeededWhen: {} } }
    const document = draw('entry > post > good\n post.timedOut > late', { post: { kind: 'callApi', config: always } })
    const run = new Scenario(document).effectSucceeds().signal('callbackReceived', 'post', {})
    expect(run.path.at(-1)).toBe('good/end good 0')
  })
})

describe('what is wrong with the waiting for a callback', () => {
  const found = (changes: object) =>
    validate(draw(lines, { post: { kind: 'callApi', config: { ...config, ...changes } } }), { externalActions: null })
      .filter(({ code }) => /callback|outputDuplicate|operand|unwired/i.test(code))
      .map(({ code, path }) => `${code} ${path?.join('.')}`)

  test('nothing, where the address is sent and each way out leads on', () => {
    expect(found({})).toEqual([])
  })

  test('no value sends the address', () => {
    expect(found({ tokens: {} })).toEqual(['node.callbackAddressUnused config.callback'])
  })

  test('an address is sent and nobody waits', () => {
    expect(found({ callback: null })).toContain('node.callbackOff config.tokens.notify.from')
  })

  test('two values of one name, and a comparison with nothing', () => {
    const wrong = { ...callback, values: [...values, ...values], succeededWhen: { state: { operator: 'gt' } } }
    expect(found({ callback: wrong })).toEqual([
      'condition.operandMissing config.callback.succeededWhen.state.value',
      'callout.outputDuplicate config.callback.values.1.name',
    ])
  })
})

describe('a callback that comes to one address for all calls', () => {
  const byKey = { endpointId: 'e1', path: 'job.id', output: 'job' }
  const action = (ifMissing: 'fail' | 'empty') =>
    externalActionSchema.parse({
      connectionId: 'c1',
      name: 'Submit',
      method: 'POST',
      path: '/jobs',
      tokens: [],
      extract: [{ name: 'job', path: '$.job', type: 'text', ifMissing }],
    })
  const endpoint = { name: 'Jobs', fields: [{ path: 'job.id' }, { path: 'state' }], dedupePath: null }
  const found = (
    changes: object,
    { ifMissing = 'fail', endpoints = { e1: endpoint } }: { ifMissing?: 'fail' | 'empty'; endpoints?: object } = {},
  ) => {
    const post = {
      kind: 'callApi',
      config: { ...config, tokens: {}, callback: { ...callback, byKey: { ...byKey, ...changes } } },
    }
    const environment = {
      externalActions: new Map([['a1', action(ifMissing)]]),
      eventEndpoints: new Map(Object.entries(endpoints)),
    }
    return validate(draw(lines, { post }), environment)
      .filter(({ code }) => /callback/i.test(code))
      .map(({ code, severity, path }) => `${severity} ${code} ${path?.slice(2).join('.')}`)
  }

  test.each<[string, string[], Parameters<typeof found>]>([
    ['nothing is wrong, and no address has to be sent', [], [{}]],
    ['no event is chosen', ['error node.callbackEndpointMissing byKey.endpointId'], [{ endpointId: '' }]],
    ['the event is gone', ['error node.callbackEndpointMissing byKey.endpointId'], [{}, { endpoints: {} }]],
    ['no value of the event is chosen', ['error node.callbackPathMissing byKey.path'], [{ path: '' }]],
    ['the event does not have it', ['error node.callbackPathUnknown byKey.path'], [{ path: 'job.number' }]],
    ['no sample is accepted yet', [], [{ path: 'job.number' }, { endpoints: { e1: { ...endpoint, fields: [] } } }]],
    [
      'repeated events are told by it',
      ['warning node.callbackPathRepeats byKey.path'],
      [{}, { endpoints: { e1: { ...endpoint, dedupePath: 'job.id' } } }],
    ],
    ['no value of the reply is chosen', ['error node.callbackOutputMissing byKey.output'], [{ output: '' }]],
    ['the reply does not have it', ['error node.callbackOutputUnknown byKey.output'], [{ output: 'id' }]],
    ['a reply without it is good', ['warning node.callbackOutputOptional byKey.output'], [{}, { ifMissing: 'empty' }]],
  ])('%s', (_name, expected, given) => {
    expect(found(...given)).toEqual(expected)
  })

  test('is waited for and judged like one to an address of its own', () => {
    const document = draw(lines, { post: { kind: 'callApi', config: { ...config, callback: { ...callback, byKey } } } })
    const run = new Scenario(document).effectSucceeds({ outputs: { job: 'j1' } })
    run.signal('callbackReceived', 'post', received)
    expect(run.path.at(-1)).toBe('good/end good 0')
    expect(run.enrollment.outputs).toEqual({ post: { job: 'j1', ticket: 42 } })
  })
})
