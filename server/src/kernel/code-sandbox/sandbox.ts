import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { CodeFault, CodeLimit, CodePosition } from '@tabiji/shared/code/code-fault.ts'
import { codeLimits } from '@tabiji/shared/code/code-limits.ts'
import {
  newQuickJSWASMModule,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
  RELEASE_SYNC,
} from 'quickjs-emscripten'
import { z } from 'zod'

export type CodeTask = {
  source: string
  /** JSON of `{ participant, nodes }`; null only parses the code, without running it. */
  input: string | null
  /** The time that `Date` returns during the whole run. */
  now: number
  /** The seed of `Math.random`: equal seeds give equal sequences. */
  seed: number
}

/** `result` is whatever the code returned; see `readCodeResult`. */
export type CodeOutcome = { result: unknown } | { fault: CodeFault } | { isReadable: true }

export type Sandbox = {
  run(task: CodeTask): Promise<CodeOutcome>
}

const fileName = 'step.js'

/** Half of the stack of the WASM build: its own functions need some beyond what QuickJS counts. */
const stackBytes = 256 * 1024

/**
 * Runs code of admins in QuickJS. Each run has a new context with JavaScript and nothing else: no network, no files, no
 * timers, no modules. Time and random seed are inputs, so a repeated run returns the same result.
 *
 * A run blocks its thread; see `createCodeRunner`.
 */
export function createSandbox(cpuSeconds: number = codeLimits.seconds): Sandbox {
  let engine: Engine | null = null
  return {
    async run(task) {
      engine ??= await createEngine()
      const { outcome, isSound } = runIn(engine, task, cpuSeconds)
      // A run that hit a limit may have left the heap inconsistent. The next run gets a new engine, which costs about
      // 10 ms.
      if (!isSound) engine = null
      return outcome
    },
  }
}

// TypeScript declares this type only with the DOM library, which the server does not use.
declare namespace WebAssembly {
  export class Memory {
    constructor(pages: { initial: number; maximum: number })
    readonly buffer: ArrayBuffer
  }
}

type Engine = { quickjs: QuickJSWASMModule; memory: WebAssembly.Memory }

const pageBytes = 64 * 1024
/** The initial memory of the WASM build. About 8 MB of it are its stack and QuickJS itself. */
const initialPages = 256
const maximumPages = ((codeLimits.megabytes + 8) * 2 ** 20) / pageBytes

/**
 * The limit is set on the WASM memory. QuickJS's own memory limit counts nothing in this build, which cannot ask for
 * the size of a block (2 GB passed a limit of 16 MB).
 */
async function createEngine(): Promise<Engine> {
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages })
  return { quickjs: await newQuickJSWASMModule(newVariant(RELEASE_SYNC, { wasmMemory: memory as never })), memory }
}

function runIn(
  { quickjs, memory }: Engine,
  task: CodeTask,
  cpuSeconds: number,
): { outcome: CodeOutcome; isSound: boolean } {
  const startedAt = process.threadCpuUsage()
  const time = { limitMicroseconds: cpuSeconds * 1e6, isOver: false }
  try {
    const runtime = quickjs.newRuntime()
    runtime.setMaxStackSize(stackBytes)
    runtime.setInterruptHandler(() => {
      const { user, system } = process.threadCpuUsage(startedAt)
      if (user + system <= time.limitMicroseconds) return false
      return (time.isOver = true)
    })
    const context = runtime.newContext()
    const hasGrown = () => memory.buffer.byteLength > initialPages * pageBytes
    const outcome = runInContext(context, task, time, hasGrown)
    const isLimited = 'fault' in outcome && outcome.fault.kind === 'limit'
    if (!isLimited) {
      context.dispose()
      runtime.dispose()
    }
    return { outcome, isSound: !isLimited }
  } catch (error) {
    // The engine itself failed: parsing deeply nested JSON or a deeply nested pattern exhausts the stack of the thread.
    const limit: CodeLimit = time.isOver ? 'time' : error instanceof RangeError ? 'stack' : 'memory'
    return { outcome: { fault: { kind: 'limit', limit, at: null } }, isSound: false }
  }
}

type TimeLimit = { limitMicroseconds: number; isOver: boolean }

function runInContext(context: QuickJSContext, task: CodeTask, time: TimeLimit, hasGrown: () => boolean): CodeOutcome {
  const harness = context.unwrapResult(context.evalCode(harnessSource, 'harness.js', { strict: true }))
  const now = context.newNumber(task.now)
  const seed = context.newNumber(task.seed)
  const made = context.unwrapResult(context.callFunction(harness, context.undefined, now, seed))
  const handles = [harness, now, seed, made]
  const call = (name: string, ...args: QuickJSHandle[]) => {
    const method = context.getProp(made, name)
    handles.push(method)
    return context.callFunction(method, made, ...args)
  }
  /** Reads an error inside the sandbox, where its getters have no more rights than other code. */
  const faultOf = (error: QuickJSHandle): CodeFault => {
    // Code that was stopped by the time limit has no time left to describe the error, so it gets some more.
    const isOver = time.isOver
    time.limitMicroseconds += 1e5
    // QuickJS throws null when it has no memory left for an error object.
    if (context.typeof(error) === 'object' && context.eq(error, context.null) && hasGrown()) {
      return { kind: 'limit', limit: 'memory', at: null }
    }
    const described = call('describe', error)
    error.dispose()
    if (described.error) {
      described.error.dispose()
      if (time.isOver || hasGrown()) return { kind: 'limit', limit: time.isOver ? 'time' : 'memory', at: null }
      return readFault(unreadable, task.source, isOver)
    }
    const read = describedSchema.safeParse(readJson(context.getString(described.value)))
    described.value.dispose()
    return readFault(read.data ?? unreadable, task.source, isOver)
  }

  try {
    const compiled = context.evalCode(`(function (participant, nodes) {\n${task.source}\n})`, fileName, {
      strict: true,
    })
    if (compiled.error) return { fault: faultOf(compiled.error) }
    handles.push(compiled.value)
    if (task.input === null) return { isReadable: true }
    const input = context.newString(task.input)
    handles.push(input)
    const returned = call('run', compiled.value, input)
    if (returned.error) return { fault: faultOf(returned.error) }
    handles.push(returned.value)
    return { result: readJson(context.getString(returned.value)) }
  } finally {
    for (const handle of handles) if (handle.alive) handle.dispose()
  }
}

/**
 * The code ran in the context that writes these texts and may have changed the functions that write them. The texts are
 * therefore read like any other input.
 */
function readJson(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return null
  }
}

const describedSchema = z.object({ name: z.string(), message: z.string(), stack: z.string() })
type Described = z.infer<typeof describedSchema>

const unreadable: Described = { name: '', message: 'an error that cannot be read', stack: '' }

const limitOfMessage: Record<string, CodeLimit> = {
  interrupted: 'time',
  'out of memory': 'memory',
  'stack overflow': 'stack',
}

function readFault({ name, message, stack }: Described, source: string, isOverTime: boolean): CodeFault {
  const at = positionIn(stack, source)
  const limit = isOverTime
    ? 'time'
    : name === 'InternalError' || name === 'SyntaxError'
      ? Object.hasOwn(limitOfMessage, message) && limitOfMessage[message]
      : undefined
  if (limit) return { kind: 'limit', limit, at }
  if (name === 'SyntaxError' && isOfCompiling(stack)) return { kind: 'syntax', message, at }
  return { kind: 'thrown', message: name === '' ? message : `${name}: ${message}`, at }
}

const place = /step\.js:(\d+):(\d+)/g

/** A syntax error has no function in its stack. */
function isOfCompiling(stack: string): boolean {
  return /^\s*at step\.js:\d+:\d+\s*$/m.test(stack)
}

/** The innermost position in the admin's own source, which begins on the second line of the compiled text. */
function positionIn(stack: string, source: string): CodePosition | null {
  const lines = source.split('\n')
  for (const [, line, column] of stack.matchAll(place)) {
    const own = Number(line) - 1
    if (own >= 1 && own <= lines.length) return { line: own, column: Number(column) }
    // An unclosed bracket is reported after the end.
    if (own > lines.length) return { line: lines.length, column: lines.at(-1)!.length + 1 }
  }
  return null
}

/**
 * Runs before the admin's code, in the same context. It keeps its own references to the built-ins it needs, because the
 * admin's code may change them. Such a change affects only that code's own run.
 */
const harnessSource = `(function (now, seed) {
  const { parse, stringify } = JSON
  const { keys, setPrototypeOf } = Object
  const { isArray } = Array
  const { isFinite } = Number
  const toText = String
  const AnyError = Error
  const { apply, construct } = Reflect
  const slice = String.prototype.slice
  const WorldDate = Date

  const date = new Proxy(WorldDate, {
    construct: (target, args, newTarget) => construct(target, args.length === 0 ? [now] : args, newTarget),
    apply: () => new WorldDate(now).toString(),
    get: (target, name, receiver) => (name === 'now' ? () => now : Reflect.get(target, name, receiver)),
  })
  WorldDate.prototype.constructor = date
  globalThis.Date = date

  // mulberry32
  let state = seed | 0
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  // Nothing of a null prototype asks the code for a toJSON or a setter of its own.
  const write = (value) => stringify(setPrototypeOf(value, null))
  const cut = (text, length) => apply(slice, text, [0, length])

  // In words of JavaScript, which are the same in every language.
  const nameOf = (value) => {
    if (value === null) return 'null'
    if (isArray(value)) return 'array'
    if (typeof value === 'object') return typeof value.then === 'function' ? 'Promise' : 'object'
    if (typeof value === 'number' && !isFinite(value)) return '' + value
    return typeof value
  }
  const isScalar = (value) =>
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && isFinite(value))
  const plain = (value) => (typeof value === 'object' && value !== null && typeof value.toJSON === 'function' ? value.toJSON() : value)

  return {
    run(code, input) {
      const { participant, nodes } = parse(input)
      const result = apply(code, undefined, [participant, nodes])
      const isObject =
        typeof result === 'object' && result !== null && !isArray(result) && typeof result.then !== 'function'
      if (!isObject) return write({ key: null, found: nameOf(result) })
      const values = { __proto__: null }
      const names = keys(result)
      for (let name = 0; name < names.length; name++) {
        const key = names[name]
        const value = plain(result[key])
        if (value === undefined || value === null) values[key] = null
        else if (isScalar(value)) values[key] = value
        else if (!isArray(value)) return write({ key: cut(key, ${codeLimits.shownKey}), found: nameOf(value) })
        else {
          const items = setPrototypeOf([], null)
          for (let index = 0; index < value.length; index++) {
            const item = plain(value[index])
            if (!isScalar(item)) {
              return write({ key: cut(key, ${codeLimits.shownKey}) + '[' + index + ']', found: nameOf(item) })
            }
            items[index] = item
          }
          values[key] = items
        }
      }
      return write({ json: stringify(values) })
    },
    describe(error) {
      const text = (value) => cut(typeof value === 'string' ? value : toText(value), ${codeLimits.shownMessage})
      if (typeof error !== 'object' || error === null || !(error instanceof AnyError)) {
        return write({ name: '', message: typeof error === 'object' ? text(stringify(error)) : text(error), stack: '' })
      }
      const stack = typeof error.stack === 'string' ? cut(error.stack, 5000) : ''
      return write({ name: text(error.name), message: text(error.message), stack })
    },
  }
})`
