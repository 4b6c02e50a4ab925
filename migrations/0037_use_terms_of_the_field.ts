import { type Kysely, sql } from 'kysely'

/**
 * Tables, columns and stored values take the field's terms: parked, paused, backfill, limiter, callback, access token, quota. A renamed
 * table, column or label is an entry in the catalog, whatever the table holds; indexes and constraints follow.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await renameEngine(db)
  await renameIntegrations(db)
}

async function renameEngine(db: Kysely<unknown>): Promise<void> {
  // The labels `review` and `stopped`, which nothing wrote, stay in the type: taking one away rewrites enrollments and its indexes.
  await sql`alter type enrollment_status rename value 'failed' to 'parked'`.execute(db)
  await sql`alter table enrollments rename column detour to backfill`.execute(db)

  await sql`alter table effect_claims rename to effect_inputs`.execute(db)
  await sql`alter table effect_inputs rename column frozen to snapshot`.execute(db)
  await sql`alter table effect_inputs rename constraint effect_claims_pkey to effect_inputs_pkey`.execute(db)

  // One row for each node, version and shard.
  await sql`update node_counters set metric = 'parked' where metric = 'failed'`.execute(db)
  // Few rows change; finding them reads the partitions once, about 2 s for 10 million step executions.
  await sql`update step_executions set outcome = 'parked' where outcome = 'failed'`.execute(db)
  await sql`
    update counter_checks set discrepancies = (
      select jsonb_agg(case when item ->> 'kind' = 'failed' then jsonb_set(item, '{kind}', '"parked"') else item end order by place)
      from jsonb_array_elements(discrepancies) with ordinality as items (item, place))
    where discrepancies @> '[{"kind": "failed"}]'`.execute(db)

  await sql`alter table journeys rename column held_since to paused_at`.execute(db)
  await sql`alter table journey_state_changes rename column held_since to paused_at`.execute(db)
  await sql`alter table journey_resumes rename column held_since to paused_at`.execute(db)
  await sql`alter table call_gates rename column hold_until to open_until`.execute(db)

  // Without `scheduled`, which nothing wrote. These tables have a row for each journey or for each pause.
  await sql`alter type journey_state rename to old_journey_state`.execute(db)
  await sql`create type journey_state as enum ('draft', 'active', 'paused', 'stopped')`.execute(db)
  await sql`
    alter table journeys
      alter column state drop default,
      alter column state type journey_state using state::text::journey_state,
      alter column state set default 'draft'`.execute(db)
  await sql`
    alter table journey_state_changes
      alter column from_state type journey_state using from_state::text::journey_state,
      alter column to_state type journey_state using to_state::text::journey_state`.execute(db)
  await sql`
    alter table journey_resumes
      alter column next_state type journey_state using next_state::text::journey_state`.execute(db)
  await sql`drop type old_journey_state`.execute(db)
}

async function renameIntegrations(db: Kysely<unknown>): Promise<void> {
  await renameTable(db, 'call_gates', 'call_limiters')
  await renameTable(db, 'call_gate_slots', 'call_limiter_quotas', { gate_id: 'limiter_id', slots: 'concurrency' })
  await renameTable(db, 'connection_caps', 'connection_quotas')
  await renameTable(db, 'connection_tokens', 'access_tokens', { ask_again_at: 'retry_at' })
  await renameTable(db, 'expected_reports', 'callback_keys')
  await renameTable(db, 'kept_reports', 'early_callbacks')

  await sql`
    update audit_log set action = names.now
    from (values
      ('connectionCapChanged', 'connectionQuotaChanged'),
      ('connectionTokensRevoked', 'connectionAccessTokensRevoked'),
      ('connectionTokensNotRevoked', 'connectionAccessTokensNotRevoked')) as names (before, now)
    where action = names.before`.execute(db)

  await sql`
    update inbound_events set reasons = regexp_replace(reasons::text,
      '"code": "event\\.report(Again|KeyMissing|Late|Nobody)"', '"code": "event.callback\\1"', 'g')::jsonb
    where reasons::text like '%"event.report%'`.execute(db)

  // By what a callback finds its person, in the plans of published versions.
  await sql`
    update journey_versions set plan = jsonb_set(plan, '{steps}', (
      select jsonb_object_agg(key, case when value #> '{params,report}' is null then value
        else jsonb_set(value #- '{params,report}', '{params,callbackKey}', value #> '{params,report}') end)
      from jsonb_each(plan -> 'steps')))
    where jsonb_path_exists(plan, '$.steps.*.params.report')`.execute(db)
}

/** With its columns, and with its constraints and indexes as far as they carry the table's name or an earlier one of it. */
async function renameTable(
  db: Kysely<unknown>,
  before: string,
  now: string,
  columns: Record<string, string> = {},
): Promise<void> {
  await sql`alter table ${sql.table(before)} rename to ${sql.table(now)}`.execute(db)
  for (const [from, to] of Object.entries(columns))
    await sql`alter table ${sql.table(now)} rename column ${sql.ref(from)} to ${sql.ref(to)}`.execute(db)
  const renamed = (name: string) => {
    const old = [before, before.replace('call_', 'connection_')].find((each) => name.startsWith(`${each}_`))
    if (!old) return null
    const rest = Object.entries(columns).reduce((text, [from, to]) => text.replace(from, to), name.slice(old.length))
    return `${now}${rest}`
  }
  const constraints = await sql<{ name: string }>`
    select conname as name from pg_constraint where conrelid = ${now}::regclass order by conname`.execute(db)
  for (const { name } of constraints.rows) {
    const to = renamed(name)
    if (to) await sql`alter table ${sql.table(now)} rename constraint ${sql.ref(name)} to ${sql.ref(to)}`.execute(db)
  }
  const indexes = await sql<{ name: string }>`
    select relname as name from pg_class join pg_index on indexrelid = pg_class.oid
    where indrelid = ${now}::regclass order by relname`.execute(db)
  for (const { name } of indexes.rows) {
    const to = renamed(name)
    if (to) await sql`alter index ${sql.ref(name)} rename to ${sql.ref(to)}`.execute(db)
  }
}
