import { parentPort, workerData } from 'node:worker_threads'
import { exactNumber } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { parse } from 'yaml'

try {
  // Every use of an alias is counted, so that a few lines cannot expand to billions of nodes.
  const value: unknown = parse(String(workerData), {
    maxAliasCount: 10_000,
    uniqueKeys: false,
    logLevel: 'error',
    intAsBigInt: true,
  })
  // The JSON round trip turns dates, maps and other YAML types into JSON values.
  const json = JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === 'bigint' ? exactNumber(Number(part), String(part)) : part,
  )
  // oxlint-disable-next-line no-restricted-properties -- the text was written here, with long numbers as texts
  parentPort?.postMessage({ value: JSON.parse(json) as unknown })
} catch (error) {
  parentPort?.postMessage({ reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' })
}
