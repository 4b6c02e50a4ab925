import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Bench } from './open-bench.ts'
import { emailOf } from './enroll-people.ts'

/**
 * Rows per second of COPY alone for the same participants: finished rows into tables with the product's columns and
 * indexes.
 */
export async function rawCopy({ database, ctx }: Bench, people: number): Promise<number> {
  const client = await database.pool.connect()
  const copy = (into: string, rows: Iterable<string>) =>
    pipeline(Readable.from(rows), client.query(copyFrom(`copy ${into} from stdin`)))
  try {
    await client.query(`
      create table bench_participants (like participants including defaults including indexes);
      create table bench_enrollments (like enrollments including defaults including indexes)`)
    await client.query('checkpoint')
    const [journey, now] = [ctx.ids.uuid(), new Date().toISOString()]
    // The ids of both tables are in time order, as in the product.
    const participants = chunked(people, (person) => {
      const email = emailOf(person)
      return `${ctx.ids.uuid()}\t${journey}\t${journey}\t${email}\t${email}\t{"email":"${email}","plan":"pro"}\t${now}\n`
    })
    const enrollments = chunked(people, () => {
      return `${ctx.ids.uuid()}\t${journey}\t${journey}\t${ctx.ids.uuid()}\tactive\tentry/arrive\tentry\t1\t${now}\t${now}\t${now}\t${now}\n`
    })
    const begun = performance.now()
    await copy('bench_participants (id, workspace_id, journey_id, key, email, fields, created_at)', participants)
    await copy(
      `bench_enrollments (id, workspace_id, journey_id, participant_id, status, step_id, node_id, version_number,
        entered_at, node_entered_at, due_at, created_at)`,
      enrollments,
    )
    return people / ((performance.now() - begun) / 1000)
  } finally {
    await client.query('drop table if exists bench_participants, bench_enrollments')
    client.release()
  }
}

/** Joins lines into chunks that are large enough to send. */
export function* chunked(lines: number, lineOf: (index: number) => string): Generator<string> {
  for (let from = 0; from < lines; from += 1000) {
    let chunk = ''
    for (let index = from; index < Math.min(lines, from + 1000); index++) chunk += lineOf(index)
    yield chunk
  }
}
