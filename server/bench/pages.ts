import type { Api } from './api.ts'
import type { Bench } from './open-bench.ts'

export type Pages = {
  analytics: string
  /** Every way to read the participant list: any page, any filter, common and rare prefixes of an address. */
  lists: string[]
}

export async function pagesOf({ database }: Bench, journeyId: string, people: number): Promise<Pages> {
  const { rows } = await database.pool.query<{ id: string }>(
    'select id from enrollments where journey_id = $1 order by id offset $2 limit 1',
    [journeyId, Math.floor(people / 2)],
  )
  // The cursor that the list itself returns for a page far down.
  const cursor = Buffer.from(JSON.stringify([rows[0]!.id])).toString('base64url')
  const queries = ['limit=50', `cursor=${cursor}`, 'nodeId=done', 'nodeId=work', 'status=completed', 'status=active']
  const searches = ['q=cust', 'q=customer1', `q=customer${people - 1}`, 'nodeId=done&q=customer1']
  return {
    analytics: `/journeys/${journeyId}/analytics`,
    lists: [...queries, ...searches].map((query) => `/journeys/${journeyId}/participants?${query}`),
  }
}

export async function timeOf(api: Api, path: string): Promise<number> {
  const begun = performance.now()
  await api.get(path)
  return performance.now() - begun
}
