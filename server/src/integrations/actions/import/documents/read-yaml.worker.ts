import { parentPort, workerData } from 'node:worker_threads'
import { parse } from 'yaml'

try {
  // Every use of an alias is counted, so that a few lines cannot expand to billions of nodes.
  const value: unknown = parse(String(workerData), { maxAliasCount: 10_000, uniqueKeys: false, logLevel: 'error' })
  // The JSON round trip turns dates, maps and other YAML types into JSON values.
  parentPort?.postMessage({ value: JSON.parse(JSON.stringify(value ?? null)) as unknown })
} catch (error) {
  parentPort?.postMessage({ reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' })
}
