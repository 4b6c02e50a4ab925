import { Worker } from 'node:worker_threads'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import { isObject, type Json, OpenApiDocument, shown } from './open-api-document.ts'
import { maxImportBytes, maxYamlBytes } from '../import.schemas.ts'

const yamlTimeLimitMs = 30_000

/** `maxYamlBytes` of an ordinary description need 200 MB. */
const yamlMemoryMb = 256
const mostNodes = 2_000_000
const deepest = 200

/** Parses YAML when it is the turn of whoever asks: it takes a thread and much memory. */
type InTurn = (parse: () => Promise<Json>) => Promise<Json>

/** Reads a document given as text (JSON or YAML) or as a parsed object. */
export async function readDocument(source: string | Json, inTurn: InTurn): Promise<OpenApiDocument> {
  const root = typeof source === 'string' ? await parse(source, inTurn) : source
  const document = new OpenApiDocument(root)
  refuseExcess(root)
  return document
}

async function parse(text: string, inTurn: InTurn): Promise<Json> {
  const size = Buffer.byteLength(text)
  if (size > maxImportBytes) throw new Refusal('openApi.tooLarge', { limit: maxImportBytes, size })
  const plain = text.replace(/^\uFEFF/, '')
  if (/^\s*$/.test(plain)) throw new Refusal('openApi.notOpenApi')
  if (!/^\s*[{[]/.test(plain)) {
    if (size > maxYamlBytes) throw new Refusal('openApi.tooLarge', { limit: maxYamlBytes, size })
    return inTurn(() => parseYaml(plain))
  }
  try {
    return parseExactJson(plain) as Json
  } catch (error) {
    // YAML may start with a brace too, but an OpenAPI document in YAML hardly ever does. The JSON error is therefore
    // the useful one.
    throw new Refusal('openApi.syntax', { reason: shown((error as Error).message) })
  }
}

/**
 * Parses in a worker thread. A megabyte of YAML takes about 2 s (the same in JSON 3 ms), which would block every other
 * request. A hostile text may also never end or fill the memory.
 */
async function parseYaml(text: string): Promise<Json> {
  const worker = new Worker(new URL('./read-yaml.worker.ts', import.meta.url), {
    workerData: text,
    resourceLimits: { maxOldGenerationSizeMb: yamlMemoryMb, stackSizeMb: 4 },
  })
  return new Promise<Json>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Refusal('openApi.tooSlow', { seconds: yamlTimeLimitMs / 1000 })),
      yamlTimeLimitMs,
    )
    worker.once('message', (answer: { value: Json } | { reason: string }) => {
      clearTimeout(timer)
      if ('value' in answer) resolve(answer.value)
      else reject(new Refusal('openApi.syntax', { reason: shown(answer.reason) }))
    })
    worker.once('error', () => {
      clearTimeout(timer)
      reject(new Refusal('openApi.tooDeep'))
    })
  }).finally(() => worker.terminate())
}

/**
 * A YAML alias makes one object appear in many places. This counts every appearance, as a reader of the document meets
 * them.
 */
function refuseExcess(root: Json): void {
  let nodes = 0
  const stack: { value: Json; depth: number }[] = [{ value: root, depth: 0 }]
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value, depth } = top
    if (++nodes > mostNodes || depth > deepest) throw new Refusal('openApi.tooDeep')
    if (Array.isArray(value)) for (const item of value) stack.push({ value: item, depth: depth + 1 })
    else if (isObject(value)) for (const item of Object.values(value)) stack.push({ value: item, depth: depth + 1 })
  }
}
