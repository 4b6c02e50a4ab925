import { codeIssue } from '@tabiji/shared/code/code-fault.ts'
import { readCodeResult } from '@tabiji/shared/code/read-code-result.ts'
import { isStorable } from '@tabiji/shared/kernel/storable-text.ts'
import { formatIssue, type Issue } from '@tabiji/shared/messages/issue.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { type CodeRunner, createCodeRunner } from './code-runner.ts'
import { createSandbox } from './sandbox.ts'

// Runs in a thread, as in the product.
const runner = createCodeRunner()
/** What runs for ever uses up little time here, and what fills the memory has time for it, however slow the machine is. */
const [hasty, patient] = [createCodeRunner({ cpuSeconds: 0.2 }), createCodeRunner({ cpuSeconds: 20 })]
afterAll(async () => void (await Promise.all([runner, hasty, patient].map((each) => each.close()))))

const scope = {
  participant: { email: 'customer-001@example.com', score: 9, tags: ['a', 'b'], company: null },
  nodes: { conversation: { userId: 'u-1' }, later: {} },
}
const now = Date.UTC(2026, 10, 25, 9)
const owner = { workspaceId: 'a', personId: null }

async function run(source: string, task: { now?: number; seed?: number; input?: object; by?: CodeRunner } = {}) {
  const given = {
    source,
    input: JSON.stringify(task.input ?? scope),
    now: task.now ?? now,
    seed: task.seed ?? 1,
  }
  const outcome = await (task.by ?? runner).run(given, owner)
  if ('fault' in outcome) return { issue: codeIssue(outcome.fault) }
  if ('isReadable' in outcome) throw new Error('only read')
  const read = readCodeResult(outcome.result)
  return read.ok ? { values: read.value } : { issue: read.error }
}

async function valuesOf(source: string, task?: Parameters<typeof run>[1]) {
  const ran = await run(source, task)
  if (ran.issue) throw new Error(formatIssue(ran.issue, 'en'))
  return ran.values
}

async function issueOf(source: string, by?: CodeRunner): Promise<Issue> {
  const ran = await run(source, { ...(by && { by }) })
  if (!ran.issue) throw new Error(`no issue: ${JSON.stringify(ran.values)}`)
  return ran.issue
}

const english = async (source: string) => formatIssue(await issueOf(source), 'en')

describe('what code can do', { timeout: 60_000 }, () => {
  it('sees the participant and what earlier steps gave, and its keys come back as values', async () => {
    expect(
      await valuesOf(`
        const [name] = participant.email.split('@')
        return { name, double: participant.score * 2, isHigh: participant.score >= 9, tags: participant.tags.toReversed(),
          user: nodes.conversation.userId, none: nodes.later.anything, company: participant.company }`),
    ).toEqual({
      name: 'customer-001',
      double: 18,
      isHigh: true,
      tags: ['b', 'a'],
      user: 'u-1',
      none: null,
      company: null,
    })
  })

  it('keeps every kind of text as it is', async () => {
    const hostile = `"},{" ' \\ \r\n\t </script> ]]> \u2028 \u202e 😀 日本語`
    expect(
      await valuesOf('return { back: participant.text }', { input: { participant: { text: hostile }, nodes: {} } }),
    ).toEqual({ back: hostile })
  })

  it('writes a date down as text, the way JSON does', async () => {
    expect(await valuesOf(`return { at: new Date('2026-01-02T03:04:05Z') }`)).toEqual({
      at: '2026-01-02T03:04:05.000Z',
    })
  })

  it('has one moment for the whole of a run, in UTC whatever the zone of the server', async () => {
    expect(
      await valuesOf(`
        const first = Date.now()
        for (let turn = 0; turn < 1e5; turn++) Math.sqrt(turn)
        return { stands: first === new Date().getTime() && new Date().constructor.now() === first, first,
          local: new Date(2026, 0, 1, 12).toISOString(), offset: new Date().getTimezoneOffset(), text: typeof Date() }`),
    ).toEqual({ stands: true, first: now, local: '2026-01-01T12:00:00.000Z', offset: 0, text: 'string' })
  })

  it('gets the same numbers by chance when it is repeated, and others for somebody else', async () => {
    const source = 'return { drawn: [Math.random(), Math.random(), Math.random()] }'
    const { drawn } = await valuesOf(source, { seed: 7 })
    expect(await valuesOf(source, { seed: 7 })).toEqual({ drawn })
    expect(await valuesOf(source, { seed: 8 })).not.toEqual({ drawn })
    expect(new Set(drawn as number[]).size).toBe(3)
    expect((drawn as number[]).every((number) => number >= 0 && number < 1)).toBe(true)
  })
})

describe('what code cannot do', { timeout: 60_000 }, () => {
  it('has nothing but the language: no network, no files, no timers, no modules', async () => {
    const names = [
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'require',
      'process',
      'globalThis.process',
      'setTimeout',
      'setInterval',
      'queueMicrotask',
      'performance',
      'console',
      'std',
      'os',
      'print',
      'WebAssembly',
      'Worker',
      'navigator',
    ]
    const tests = names.map((name) => `${JSON.stringify(name)}: typeof ${name}`).join(', ')
    const { found } = await valuesOf(`const all = { ${tests} }; return { found: Object.values(all) }`)
    expect(new Set(found as string[])).toEqual(new Set(['undefined']))
    expect((await issueOf(`return import('node:fs').then((fs) => fs.readFileSync('/etc/passwd'))`)).code).toBe(
      'code.resultNotObject',
    )
  })

  it('has 16 MB to work with', async () => {
    const ofMegabytes = (count: number) =>
      `const all = []; for (let n = 0; n < ${count}; n++) all.push(new Uint8Array(2 ** 20).fill(1)); return { all: all.length }`
    expect(await valuesOf(ofMegabytes(16))).toEqual({ all: 16 })
    expect((await issueOf(ofMegabytes(24))).code).toBe('code.memoryLimit')
  })

  it('leaves nothing behind for the next run', async () => {
    await valuesOf(
      `globalThis.left = 1; Object.prototype.left = 1; Array.prototype.map = null; JSON.parse = null; return {}`,
    )
    expect(
      await valuesOf(`return { left: typeof globalThis.left, own: typeof ({}).left, map: [1].map((x) => x + 1) }`),
    ).toEqual({
      left: 'undefined',
      own: 'undefined',
      map: [2],
    })
  })

  it.each([
    ['a loop without an end', 'while (true) {}', 'timeLimit'],
    ['a pattern that backtracks for ever', `return { met: /^(a+)+$/.test('a'.repeat(60) + '!') }`, 'timeLimit'],
    ['an endless loop that catches what stops it', 'for (;;) { try { for (;;) {} } catch {} }', 'timeLimit'],
    ['an error whose text never ends', 'throw { toJSON() { for (;;) {} } }', 'timeLimit'],
    ['a result whose getter never ends', 'return { get x() { for (;;) {} } }', 'timeLimit'],
    ['a list without an end', `const all = []; for (;;) all.push(new Uint8Array(1e6))`, 'memoryLimit'],
    ['many small things', 'const all = []; for (;;) all.push({ n: 1 })', 'memoryLimit'],
    ['one huge text', `return { x: 'x'.repeat(2 ** 28) }`, 'memoryLimit'],
    ['a function that calls itself', 'const deeper = () => deeper() + 1\nreturn { x: deeper() }', 'stackLimit'],
    ['JSON nested without an end', `return { x: JSON.parse('['.repeat(3e6)) }`, 'stackLimit'],
  ])('is stopped at %s', async (_, source, limit) => {
    const by = limit === 'timeLimit' ? hasty : patient
    const { code } = await issueOf(source, by)
    expect(code.replace('Somewhere', '')).toBe(`code.${limit}`)
    // The thread continues with a sound heap.
    expect(await valuesOf('return { fine: true }', { by })).toEqual({ fine: true })
  })
})

describe('what an admin reads when the code is wrong', { timeout: 60_000 }, () => {
  it.each([
    ['const x = 1\n  return { y: nope }', "Line 2, column 15 of the code: ReferenceError: 'nope' is not defined"],
    [
      'return { y: participant.company.name }',
      "Line 1, column 32 of the code: TypeError: cannot read property 'name' of null",
    ],
    [
      'function inner(a) {\n  return a.b.c\n}\nreturn { x: [1].map((n) => inner({})) }',
      "Line 2, column 13 of the code: TypeError: cannot read property 'c' of undefined",
    ],
    [
      `const x = 1\nthrow new Error('No plan for ' + participant.email)`,
      'Line 2, column 16 of the code: Error: No plan for customer-001@example.com',
    ],
    [`throw 'just a text'`, 'The code stopped with an error: just a text'],
    [`total = 3\nreturn { total }`, "Line 1, column 1 of the code: ReferenceError: 'total' is not defined"],
    [`return { x: JSON.parse('{') }`, 'Line 1, column 23 of the code: SyntaxError: '],
    ['const x = ;\nreturn { x }', "Line 1, column 11 of the code cannot be read: unexpected token in expression: ';'"],
    ['return {\n  a: 1,\n  b: [1, 2\n}', 'Line 4, column 1 of the code cannot be read: '],
    ['if (true) {\n  return {}', 'Line 2, column 12 of the code cannot be read: '],
    ['const answer = await nothing\nreturn { answer }', 'of the code cannot be read: '],
    ['while (true) {}', 'The code ran for more than 1 s and was stopped. Look'],
    [`return { x: 1,\n  y: /^(a+)+$/.test('a'.repeat(60) + '!') }`, 'was stopped (near line 2, column 20)'],
    ['return 5', 'The code returns number, and has to return an object such as { total: 3 }.'],
    ['const x = 1', 'The code returns undefined, and has to return'],
    ['return [1, 2]', 'The code returns array, and has to return'],
    ['return Promise.resolve({})', 'The code returns Promise, and has to return'],
    ['return { x: { y: 1 } }', '"x", which the code returns, is object.'],
    ['return { x: 1 / 0 }', '"x", which the code returns, is Infinity.'],
    ['return { x: [1, null] }', '"x[1]", which the code returns, is null.'],
    ['return { x: 10n }', '"x", which the code returns, is bigint.'],
    ['return { x: () => 1 }', '"x", which the code returns, is function.'],
    [`return { 'a-b': 1 }`, 'The code returns a key named "a-b".'],
    [`return { ['__proto__']: 1 }`, 'The code returns a key named "__proto__".'],
    [`return { x: '\\ud800' }`, '"x", which the code returns, contains a character that cannot be stored'],
    [`return { x: ['a\\0'] }`, '"x", which the code returns, contains a character that cannot be stored'],
    [`return { x: 'x'.repeat(70000) }`, 'is 70008 characters long; at most 64000 are kept.'],
    [
      `const all = {}; for (let n = 0; n < 101; n++) all['k' + n] = n; return all`,
      'The code returns 101 keys; at most 100 are kept.',
    ],
  ])('%s', async (source, text) => {
    expect(await english(source)).toContain(text)
  })

  it('says the same in Japanese, with the same line and column', async () => {
    expect(formatIssue(await issueOf('const x = 1\n  return { y: nope }'), 'ja')).toBe(
      "コードの 2 行目、15 文字目：ReferenceError: 'nope' is not defined",
    )
  })
})

describe('code that changes what its result is written with', { timeout: 60_000 }, () => {
  it.each([
    ['an error named like what every object has', `throw Object.assign(new SyntaxError('constructor'))`, 'thrown'],
    [
      'an internal error of its own',
      `const error = new Error('toString'); error.name = 'InternalError'; throw error`,
      'thrown',
    ],
    ['a long key', `return { ['k'.repeat(5e5)]: {} }`, 'resultValueInvalid'],
    ['a key that cannot be stored', `return { 'a\\0\\ud800': 1 }`, 'resultKeyInvalid'],
    ['a key that cannot be stored, of something else', `return { 'a\\0\\ud800': [{}] }`, 'resultValueInvalid'],
    ['a message that cannot be stored', `throw new Error('a\\0\\ud800' + '😀'.repeat(500))`, 'thrown'],
    ['an error that throws when it is read', `throw { toJSON() { throw 1 } }`, 'thrown'],
    ['a text of many megabytes', `return { x: 'x'.repeat(4e6) }`, 'resultTooLarge'],
    [
      'another iterator',
      `Array.prototype[Symbol.iterator] = function* () { yield {} }; return { x: {} }`,
      'resultValueInvalid',
    ],
    [
      'its own toJSON of every object',
      `Object.prototype.toJSON = () => ({ json: 5 }); return { x: () => 1 }`,
      'resultValueInvalid',
    ],
    [
      'its own way of telling errors',
      `globalThis.String = null; Object.prototype.toJSON = () => 5; throw 12`,
      'thrown',
    ],
  ])('gets the blame for %s', async (_, source, code) => {
    const { params = {}, ...issue } = await issueOf(source)
    expect(issue.code.replace('Somewhere', '')).toBe(`code.${code}`)
    for (const param of Object.values(params).map(String)) {
      expect(param.length).toBeLessThan(600)
      expect(isStorable(param)).toBe(true)
    }
    expect(await valuesOf('return { fine: true }')).toEqual({ fine: true })
  })

  it.each([
    'Object.prototype.toJSON = () => ({ json: 5 })',
    `Object.prototype.toJSON = () => ({ json: 'null' })`,
    'Object.prototype.toJSON = () => undefined',
    `Array.prototype[Symbol.iterator] = null`,
    'JSON.stringify = Object.keys = Array.isArray = null',
  ])('changes nothing of how texts are read: %s', async (change) => {
    expect(await valuesOf(`${change}; return { text: 'as it is' }`)).toEqual({ text: 'as it is' })
  })

  it('may write its own lists as it likes', async () => {
    expect(await valuesOf(`Array.prototype.toJSON = () => 'other'; return { list: [1, 2] }`)).toEqual({ list: 'other' })
    expect((await issueOf(`Object.prototype.toJSON = () => ({ json: 'null' }); return { list: [1] }`)).code).toBe(
      'code.resultValueInvalid',
    )
  })

  it('is told of an error of its own where even telling it fails', async () => {
    // Memory that has not grown, because grown memory would be reported as a limit.
    const source = `Object.defineProperty(Object.prototype, '0', { set() { throw 1 } }); return { list: [1, 2] }`
    expect(await createSandbox().run({ source, input: JSON.stringify(scope), now, seed: 1 })).toMatchObject({
      fault: { kind: 'thrown' },
    })
  })

  it.each([null, 5, { json: 5 }, { json: '{' }, { key: {}, found: 'x' }, { json: '{"a":{}}' }, { json: 'null' }])(
    'is refused when a result is not written as ours is: %j',
    (result) => {
      expect(readCodeResult(result)).toMatchObject({ ok: false, error: { code: 'code.resultUnreadable' } })
    },
  )
})

describe('reading code without running it', { timeout: 60_000 }, () => {
  const read = async (source: string) => {
    const outcome = await runner.run({ source, input: null, now, seed: 0 }, owner)
    return 'fault' in outcome ? formatIssue(codeIssue(outcome.fault), 'en') : null
  }

  it('finds what cannot be read, and runs nothing', async () => {
    expect(await read('while (true) {}')).toBeNull()
    expect(await read('return { x: 1 ')).toContain('cannot be read')
  })
})
