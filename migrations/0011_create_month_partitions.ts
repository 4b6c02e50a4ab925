import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Creates the missing partitions of a table partitioned by month (UTC), named <table>_YYYY_MM.
  await sql`
    create function ensure_month_partitions(parent text, first_month date, months integer) returns void language plpgsql as $$
    declare
      month date := date_trunc('month', first_month);
    begin
      for i in 1..months loop
        execute format(
          'create table if not exists %I partition of %I for values from (%L) to (%L)',
          parent || to_char(month, '_YYYY_MM'), parent,
          month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
        month := month + interval '1 month';
      end loop;
    end $$`.execute(db)
  // One month back, because a result may be written after midnight for a call begun before it.
  await sql`
    select ensure_month_partitions(name, (now() at time zone 'utc' - interval '1 month')::date, 4)
    from unnest(array['step_executions', 'callout_attempts']) as name`.execute(db)
}
