import type { Row } from './row.ts'
import type { Ran } from './run-to-end.ts'

/** What a run is compared by, whether its steps call or not. */
export function* engineRows(
  ran: Ran,
  of: { name: string; sql: number; jobs: number; atLeastOfSql: number; walNote?: string },
): Generator<Row> {
  const row = { name: of.name, value: ran.transitionsPerSecond, unit: 'transitions/s' as const }
  yield {
    ...row,
    baseline: { name: 'raw chunked SQL, one connection', value: of.sql },
    goal: { ratio: { atLeast: of.atLeastOfSql } },
  }
  yield {
    ...row,
    baseline: { name: 'one pg-boss job per person and step', value: of.jobs },
    goal: { ratio: { atLeast: 50 } },
  }
  yield {
    name: `WAL per transition, ${of.name}`,
    value: ran.walBytesPerTransition,
    unit: 'B',
    goal: { value: { atMost: 400 } },
    ...(of.walNote !== undefined && { note: of.walNote }),
  }
}
