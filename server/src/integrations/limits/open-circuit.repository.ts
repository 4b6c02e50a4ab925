import { sql } from 'kysely'
import type { ConnectionState } from '../connections/connection.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { BreakerError } from './call-limiter.table.ts'

/** Why no calls go through a connection now. */
export type OpenCircuit = {
  /** `down`: the other side is down and is probed now and then. `asked`: it asked for a pause. */
  because: 'down' | 'asked'
  since: string
  /** When the next probe is made, or when the pause ends. */
  until: string
  lastError: { outcome: string; status: number | null } | null
  /** How many people wait for it; the count stops at 100,000. */
  people: number
}

const mostCounted = 100_000

type OpenCircuitRow = {
  connection_id: string
  opened_at: Date | null
  until: Date
  last_error: BreakerError | null
  people: number
}

/**
 * The open breakers of these connections, each with the number of people due at a step that calls through it. The database's
 * clock decides whether a breaker is open. The plans of live journeys are read only where a breaker is open.
 */
export async function listOpenCircuits(
  db: Database | Transaction,
  connectionIds: readonly string[],
  now: Date,
): Promise<Map<string, OpenCircuit>> {
  if (connectionIds.length === 0) return new Map()
  const { rows } = await sql<OpenCircuitRow>`
    select limiter.connection_id, limiter.opened_at, limiter.last_error,
      greatest(limiter.next_probe_at, limiter.open_until) as until,
      (select count(*)::int from (
        select from external_actions action
        join journeys on journeys.workspace_id = action.workspace_id and journeys.state = 'active'
        join journey_versions version
          on version.journey_id = journeys.id and version.number = journeys.published_version
            and version.external_actions ? action.id::text
        cross join lateral jsonb_each(version.plan -> 'steps') step
        join enrollments e on e.journey_id = journeys.id and e.step_id = step.key
          and e.status = 'active' and e.lease_until is null and e.due_at <= ${now}
        where action.connection_id = limiter.connection_id
          and step.value -> 'params' ->> 'externalActionId' = action.id::text
        limit ${sql.lit(mostCounted)}
      ) waiting) as people
    from call_limiters limiter
    where limiter.connection_id = any(${connectionIds}::uuid[])
      and (limiter.opened_at is not null or limiter.open_until > clock_timestamp())`.execute(db)
  return new Map(rows.map((row) => [row.connection_id, rowToOpenCircuit(row)]))
}

/** The open breaker for one person's step, without the count, and the connection that the step uses. */
export async function findOpenCircuit(
  db: Database | Transaction,
  externalActionId: string,
): Promise<{
  connection: { id: string; name: string; state: ConnectionState }
  circuitOpen: Omit<OpenCircuit, 'people'> | null
} | null> {
  const { rows } = await sql<
    Omit<OpenCircuitRow, 'people' | 'until'> & { name: string; state: ConnectionState; until: Date | null }
  >`
    select connections.id as connection_id, connections.name, connections.state, limiter.opened_at, limiter.last_error,
      greatest(limiter.next_probe_at, limiter.open_until) as until
    from external_actions action
    join connections on connections.id = action.connection_id
    left join call_limiters limiter on limiter.connection_id = action.connection_id
      and (limiter.opened_at is not null or limiter.open_until > clock_timestamp())
    where action.id = ${externalActionId}::uuid`.execute(db)
  const [row] = rows
  if (!row) return null
  const { connection_id: id, name, state, until } = row
  if (until === null) return { connection: { id, name, state }, circuitOpen: null }
  const { people: _, ...circuitOpen } = rowToOpenCircuit({ ...row, until, people: 0 })
  return { connection: { id, name, state }, circuitOpen }
}

function rowToOpenCircuit(row: OpenCircuitRow): OpenCircuit {
  const error = row.last_error
  return {
    because: row.opened_at === null ? 'asked' : 'down',
    since: row.opened_at?.toISOString() ?? error?.at ?? row.until.toISOString(),
    until: row.until.toISOString(),
    lastError: error && { outcome: error.outcome, status: error.status },
    people: row.people,
  }
}
