import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // A gate stands before a connection or before one external action of it; its id is that of the one it stands before.
  await sql`alter table connection_gates rename to call_gates`.execute(db)
  await sql`
    alter table call_gates
      add column id uuid,
      add column external_action_id uuid unique references external_actions (id) on delete cascade`.execute(db)
  await sql`update call_gates set id = connection_id`.execute(db)
  await sql`alter table call_gates drop constraint connection_gates_pkey`.execute(db)
  await sql`
    alter table call_gates
      add primary key (id),
      alter column connection_id drop not null,
      add unique (connection_id),
      add check (num_nonnulls(connection_id, external_action_id) = 1 and id = coalesce(connection_id, external_action_id))`.execute(
    db,
  )

  // Workers take their places anew when they start.
  await sql`drop table connection_slots`.execute(db)
  await sql`
    create table call_gate_slots (
      gate_id uuid not null references call_gates (id) on delete cascade,
      worker_id uuid not null,
      slots integer not null,
      primary key (gate_id, worker_id)
    ) with (fillfactor = 50)`.execute(db)
}
