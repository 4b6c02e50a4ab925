import { parentPort, workerData } from 'node:worker_threads'
import { parse } from 'yaml'

try {
  // Aliases are counted as often as they are met, so that a few lines cannot stand for billions.
  const value: unknown = parse(String(workerData), { maxAliasCount: 10_000, uniqueKeys: false, logLevel: 'error' })
  // Through JSON, so that dates, maps and the like are what they are in a document.
  parentPort?.postMessage({ value: JSON.parse(JSON.stringify(value ?? null)) as unknown })
} catch (error) {
  parentPort?.postMessage({ reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : '' })
}
