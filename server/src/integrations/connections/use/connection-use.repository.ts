import { sql } from 'kysely'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'

const mostPeopleCounted = 100_000

/** Journeys whose draft or published version uses an action of the connection, by name. */
export async function listJourneysOfConnection(
  db: Database | Transaction,
  query: { workspaceId: string; actionIds: readonly string[] },
): Promise<{ id: string; name: string; isLive: boolean }[]> {
  if (query.actionIds.length === 0) return []
  const { rows } = await sql<{ id: string; name: string; is_live: boolean }>`
    select j.id, j.draft->>'name' as name,
      coalesce(j.state in ('active', 'paused') and v.external_actions ?| ${query.actionIds}::text[], false) as is_live
    from journeys j
    left join journey_versions v on v.journey_id = j.id and v.number = j.published_version
    where j.workspace_id = ${query.workspaceId}
      and (v.external_actions ?| ${query.actionIds}::text[]
        or exists (
          select from jsonb_path_query(j.draft, '$.nodes[*] ? (@.kind == "callApi").config.externalActionId') call
          where call #>> '{}' = any(${query.actionIds}::text[])))
    order by is_live desc, name, j.id
    limit 50`.execute(db)
  return rows.map(({ id, name, is_live: isLive }) => ({ id, name, isLive }))
}

/** Counts the enrollments at a step of a live journey that calls through the connection, whatever they wait for. */
export async function countPeopleAtConnection(
  db: Database | Transaction,
  query: { workspaceId: string; actionIds: readonly string[] },
): Promise<number> {
  if (query.actionIds.length === 0) return 0
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from (
      select from journeys
      join journey_versions version
        on version.journey_id = journeys.id and version.number = journeys.published_version
          and version.external_actions ?| ${query.actionIds}::text[]
      cross join lateral jsonb_each(version.plan -> 'steps') step
      join enrollments e on e.journey_id = journeys.id and e.step_id = step.key and e.status = 'active'
      where journeys.workspace_id = ${query.workspaceId} and journeys.state in ('active', 'paused')
        and step.value -> 'params' ->> 'externalActionId' = any(${query.actionIds}::text[])
      limit ${sql.lit(mostPeopleCounted)}
    ) standing`.execute(db)
  return rows[0]?.people ?? 0
}
