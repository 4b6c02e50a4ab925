import { sql } from 'kysely'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { CtaToClose, CtaToOpen } from '../../engine/effect.ts'

/** Opens the CTAs of a batch of enrollments. One step execution opens only one CTA, however often it is repeated. */
export async function openCtas(trx: Transaction, ctas: readonly CtaToOpen[]): Promise<void> {
  if (ctas.length === 0) return
  await sql`
    insert into ctas (id, workspace_id, journey_id, node_id, enrollment_id, participant_id, step_id, visit, name, type,
      reason, priority, owner, comments, due_at, created_at, updated_at)
    select id, workspace_id, journey_id, node_id, enrollment_id, participant_id, step_id, visit, name, type,
      nullif(reason, ''), priority, nullif(owner, ''), nullif(comments, ''), due_at, at, at
    from unnest(
      ${ctas.map((cta) => cta.id)}::uuid[],
      ${ctas.map((cta) => cta.workspaceId)}::uuid[],
      ${ctas.map((cta) => cta.journeyId)}::uuid[],
      ${ctas.map((cta) => cta.nodeId)}::text[],
      ${ctas.map((cta) => cta.enrollmentId)}::uuid[],
      ${ctas.map((cta) => cta.participantId)}::uuid[],
      ${ctas.map((cta) => cta.stepId)}::text[],
      ${ctas.map((cta) => cta.visit)}::integer[],
      ${ctas.map((cta) => cta.name)}::text[],
      ${ctas.map((cta) => cta.type)}::text[],
      ${ctas.map((cta) => cta.reason)}::text[],
      ${ctas.map((cta) => cta.priority)}::text[],
      ${ctas.map((cta) => cta.owner)}::text[],
      ${ctas.map((cta) => cta.comments)}::text[],
      ${ctas.map((cta) => cta.dueAt)}::timestamptz[],
      ${ctas.map((cta) => cta.at)}::timestamptz[]
    ) as opened (id, workspace_id, journey_id, node_id, enrollment_id, participant_id, step_id, visit, name, type,
      reason, priority, owner, comments, due_at, at)
    on conflict (enrollment_id, step_id, visit) do nothing`.execute(trx)
}

/** Closes the CTAs that these enrollments still have open from a node. CTAs that are already closed stay unchanged. */
export async function closeOpenCtas(trx: Transaction, ctas: readonly CtaToClose[]): Promise<void> {
  if (ctas.length === 0) return
  const enrollmentIds = ctas.map((cta) => cta.enrollmentId)
  await sql`
    update ctas set status = closing.outcome, closed_at = closing.at, updated_at = closing.at
    from unnest(
      ${enrollmentIds}::uuid[],
      ${ctas.map((cta) => cta.nodeId)}::text[],
      ${ctas.map((cta) => cta.outcome)}::text[],
      ${ctas.map((cta) => cta.at)}::timestamptz[]
    ) as closing (enrollment_id, node_id, outcome, at)
    where ctas.enrollment_id = any(${enrollmentIds}::uuid[]) and ctas.enrollment_id = closing.enrollment_id
      and ctas.node_id = closing.node_id and ctas.status = 'open'`.execute(trx)
}
