import type { Row } from './row.ts'
import type { RunResult } from './run-to-end.ts'

/** The rows of an engine run, with or without callouts. */
export function* engineRows(
  ran: RunResult,
  options: { name: string; sql: number; jobs: number; atLeastOfSql: number; walNote?: string },
): Generator<Row> {
  const row = { name: options.name, value: ran.transitionsPerSecond, unit: 'transitions/s' as const }
  yield {
    ...row,
    baseline: { name: 'raw chunked SQL, one connection', value: options.sql },
    goal: { ratio: { atLeast: options.atLeastOfSql } },
  }
  yield {
    ...row,
    baseline: { name: 'one pg-boss job per person and step', value: options.jobs },
    goal: { ratio: { atLeast: 50 } },
  }
  yield {
    name: `WAL per transition, ${options.name}`,
    value: ran.walBytesPerTransition,
    unit: 'B',
    goal: { value: { atMost: 400 } },
    ...(options.walNote !== undefined && { note: options.walNote }),
  }
}
