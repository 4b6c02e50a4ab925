import { stepsPerPerson } from './bench-journey.ts'
import type { Bench } from './open-bench.ts'

/** With more, each chunk reads past more and more dead rows until a vacuum runs: ten minutes for a million. */
const maxPeople = 100_000

/**
 * The limit of the database alone for the same work: a table with the engine's columns and claim indexes, rows moved a
 * thousand at a time from step to step, each chunk its own commit, nothing sent to the client.
 */
export async function rawSql({ database }: Bench, wanted: number): Promise<number> {
  const people = Math.min(wanted, maxPeople)
  const client = await database.pool.connect()
  try {
    await client.query(`
      create table bench_enrollments (like enrollments including defaults including indexes);
      insert into bench_enrollments (id, workspace_id, journey_id, participant_id, status, step_id, node_id,
        version_number, entered_at, node_entered_at, due_at, created_at)
      select gen_random_uuid(), w, w, gen_random_uuid(), 'active', 'step0', 'node0', 1, now(), now(), now(), now()
      from generate_series(1, ${people}), (select gen_random_uuid() as w) one;
      analyze bench_enrollments;`)
    const { rows } = await client.query<{ journey_id: string }>('select journey_id from bench_enrollments limit 1')
    const journeyId = rows[0]!.journey_id
    await client.query('checkpoint')
    const started = performance.now()
    for (let step = 0; step < stepsPerPerson; step++) {
      for (;;) {
        const { rowCount } = await client.query(
          `update bench_enrollments set step_id = $2, node_id = $3, visit = visit + 1, entered_at = now()
           where id = any(array(
             select id from bench_enrollments
             where journey_id = $1 and step_id = $4 and status = 'active' and lease_until is null and due_at <= now()
             order by due_at limit 1000 for update skip locked))`,
          [journeyId, `step${step + 1}`, `node${step + 1}`, `step${step}`],
        )
        if (!rowCount) break
      }
    }
    return (people * stepsPerPerson) / ((performance.now() - started) / 1000)
  } finally {
    await client.query('drop table if exists bench_enrollments')
    client.release()
  }
}
