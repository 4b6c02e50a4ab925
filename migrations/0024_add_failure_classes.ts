import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Of parked people: what kind of thing went wrong, so that those with one cause can be counted and dealt with together.
  await sql`alter table enrollments add column failure_class text, add column parked_at timestamptz`.execute(db)
  await sql`
    update enrollments e set failure_class = case
      when e.reason = 'httpError' then case
        when last.status = 429 then 'busy'
        when last.status >= 500 then 'down'
        when last.status in (404, 410) then 'notFound'
        when last.status in (401, 403, 407) then 'unauthorized'
        when last.status >= 400 then 'refused'
        else 'reply' end
      when e.reason in ('timeout', 'network') then 'down'
      when e.reason = 'replyTooLarge' then 'reply'
      when e.reason = 'blocked' then 'blocked'
      when e.reason = 'mailServerBusy' then 'busy'
      when e.reason = 'mailRefused' then 'refused'
      when e.reason = 'mailInDoubt' then 'inDoubt'
      when e.reason = 'loopWithoutWait' then 'loop'
      when e.reason in ('mappingError', 'fieldUnknown', 'textFailed', 'valueInvalid', 'mailTextFailed',
        'recipientMissing', 'recipientInvalid') then 'value'
      else 'other' end,
      parked_at = last.at
    from (
      select parked.id, failed.status, failed.at from enrollments parked
      left join lateral (
        select (x.reason ->> 'status')::integer as status, x.left_at as at from step_executions x
        where x.enrollment_id = parked.id and x.outcome = 'failed'
        order by x.visit desc, x.left_at desc limit 1
      ) failed on true
      where parked.status = 'failed'
    ) last
    where e.id = last.id`.execute(db)
  // The list of parked people and its counts: they are few, so it costs the rest nothing.
  await sql`create index enrollments_parked on enrollments (journey_id, node_id, failure_class, id)
    include (parked_at) where status = 'failed'`.execute(db)
}
