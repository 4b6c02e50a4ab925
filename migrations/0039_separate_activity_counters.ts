import { type Kysely, sql } from 'kysely'

/**
 * Openings of mails, clicks and answers leave the counters of people who move through a node. These are subtracted from each
 * other, and every other metric among them was subtracted as well. The check keeps the two apart.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table activity_counters (
      journey_id uuid not null references journeys (id) on delete cascade,
      node_id text not null,
      version_number integer not null,
      -- mailOpened | mailClicked | surveyScore:<scale>:<score>
      metric text not null,
      -- spreads concurrent writers; readers sum
      shard smallint not null,
      value bigint not null,
      primary key (journey_id, node_id, metric, version_number, shard)
    ) with (fillfactor = 50)`.execute(db)
  await sql`
    with moved as (
      delete from node_counters
      where metric not in ('entered', 'dropped', 'parked', 'moved') and metric not like 'left:%'
      returning journey_id, node_id, version_number, metric, shard, value
    )
    insert into activity_counters (journey_id, node_id, version_number, metric, shard, value)
    select journey_id, node_id, version_number, metric, shard, value from moved`.execute(db)
  await sql`
    alter table node_counters add constraint node_counters_metric_is_of_flow
    check (metric in ('entered', 'dropped', 'parked', 'moved') or metric like 'left:%')`.execute(db)
}
