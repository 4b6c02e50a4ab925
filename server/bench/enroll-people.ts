import { enrollBatch, maxEnrollBatch } from '../src/engine/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../src/engine/enrollments/enroll-target.ts'
import type { Bench } from './open-bench.ts'

export function emailOf(person: number): string {
  return `customer${person}@example.com`
}

/**
 * Enrolls a thousand at a time, so that the bench needs no more memory for a million participants than for ten
 * thousand.
 */
export async function enrollPeople({ ctx }: Bench, journeyId: string, people: number): Promise<void> {
  const target = await loadEnrollTarget(ctx, journeyId)
  for (let from = 0; from < people; from += maxEnrollBatch) {
    const rows = Array.from({ length: Math.min(maxEnrollBatch, people - from) }, (_, index) => ({
      values: { email: emailOf(from + index), plan: 'pro' },
    }))
    await enrollBatch(ctx, target, rows)
  }
}

/** Reads the counters, which commit together with the enrollments and cost next to nothing to read. */
export async function untilEnded(bench: Bench, journeyId: string, people: number): Promise<void> {
  await until(async () => (await countAt(bench, journeyId, 'done', 'left:completed')) >= people)
}

export async function countAt({ database }: Bench, journeyId: string, nodeId: string, metric: string): Promise<number> {
  const { rows } = await database.pool.query<{ people: string }>(
    `select coalesce(sum(value), 0) as people from node_counters
     where journey_id = $1 and node_id = $2 and metric = $3`,
    [journeyId, nodeId, metric],
  )
  return Number(rows[0]!.people)
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}
