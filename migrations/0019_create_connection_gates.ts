import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // One row for each connection that ever needed one: a limit, a stop, or a request of the other side to wait.
  await sql`
    create table connection_gates (
      connection_id uuid primary key references connections (id) on delete cascade,
      -- start of the first call that no worker has taken yet
      next_call_at timestamptz,
      -- the breaker is open since then; null while it is closed
      opened_at timestamptz,
      next_probe_at timestamptz,
      -- the worker that makes the probe; a dead one counts for nothing
      probe_owner uuid,
      -- probes that failed since it opened
      probes integer not null default 0,
      -- the other side asked for quiet until then
      hold_until timestamptz,
      -- people go on from then, slowly at first
      ramp_from timestamptz,
      -- why it is shut: {outcome, status, code, at}
      last_error jsonb
    ) with (fillfactor = 50)`.execute(db)

  // Places of a concurrency limit, held in blocks by workers. Those of a worker that is not in "workers" are free.
  await sql`
    create table connection_slots (
      connection_id uuid not null references connections (id) on delete cascade,
      worker_id uuid not null,
      slots integer not null,
      primary key (connection_id, worker_id)
    ) with (fillfactor = 50)`.execute(db)
}
