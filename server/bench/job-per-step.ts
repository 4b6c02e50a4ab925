import { fromKysely, PgBoss } from 'pg-boss'
import { stepsPerPerson } from './bench-journey.ts'
import type { Bench } from './open-bench.ts'

const loops = 8

/** The rate does not depend on the number, and the run is slow. */
const maxPeople = 2000

/**
 * The simple way to build this on a queue: every step of every participant is a job, completed and followed by the next
 * job in one transaction.
 */
export async function jobPerStep({ database }: Bench, wanted: number): Promise<number> {
  const people = Math.min(wanted, maxPeople)
  const boss = new PgBoss({
    connectionString: database.connectionString,
    schema: 'bench_boss',
    max: loops + 2,
    supervise: false,
    schedule: false,
  })
  await boss.start()
  try {
    await boss.createQueue('step', {})
    await database.pool.query('create table bench_people (id integer primary key, step integer not null)')
    await database.pool.query('insert into bench_people select i, 0 from generate_series(1, $1) as i', [people])
    await boss.insert(
      'step',
      Array.from({ length: people }, (_, index) => ({ data: { person: index + 1, step: 0 } })),
    )
    let done = 0
    const started = performance.now()
    await Promise.all(
      Array.from({ length: loops }, async () => {
        while (done < people * stepsPerPerson) {
          const [job] = await boss.fetch<{ person: number; step: number }>('step', { batchSize: 1 })
          if (!job) continue
          await database.db.transaction().execute(async (trx) => {
            const db = fromKysely(trx)
            await db.executeSql('update bench_people set step = $2 where id = $1', [job.data.person, job.data.step + 1])
            if (job.data.step + 1 < stepsPerPerson) {
              await boss.send('step', { person: job.data.person, step: job.data.step + 1 }, { db })
            }
            await boss.complete('step', job.id, {}, { db })
          })
          done++
        }
      }),
    )
    return (people * stepsPerPerson) / ((performance.now() - started) / 1000)
  } finally {
    await boss.stop({ graceful: false })
    await database.pool.query('drop table if exists bench_people; drop schema if exists bench_boss cascade')
  }
}
