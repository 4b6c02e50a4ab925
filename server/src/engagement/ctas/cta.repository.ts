import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { CtaPriority, CtaRow, CtaStatus } from './cta.table.ts'

type Db = Database | Transaction

export type Cta = {
  id: string
  name: string
  type: string
  reason: string | null
  priority: CtaPriority
  owner: string | null
  comments: string | null
  status: CtaStatus
  dueAt: string | null
  journey: { id: string; name: string } | null
  nodeId: string | null
  enrollmentId: string | null
  participant: { id: string; key: string; email: string | null } | null
  createdAt: string
  updatedAt: string
  closedAt: string | null
}

export type CtaChange = Partial<Pick<CtaRow, 'name' | 'type' | 'reason' | 'priority' | 'owner' | 'comments' | 'due_at'>>

export async function insertCta(
  db: Db,
  cta: {
    id: string
    workspaceId: string
    journeyId: string | null
    participantId: string | null
    name: string
    type: string
    reason: string | null
    priority: CtaPriority
    owner: string | null
    comments: string | null
    dueAt: Date | null
    at: Date
  },
): Promise<void> {
  await db
    .insertInto('ctas')
    .values({
      id: cta.id,
      workspace_id: cta.workspaceId,
      journey_id: cta.journeyId,
      node_id: null,
      enrollment_id: null,
      participant_id: cta.participantId,
      step_id: null,
      visit: null,
      name: cta.name,
      type: cta.type,
      reason: cta.reason,
      priority: cta.priority,
      owner: cta.owner,
      comments: cta.comments,
      due_at: cta.dueAt,
      created_at: cta.at,
      updated_at: cta.at,
      closed_at: null,
    })
    .execute()
}

export async function findCta(db: Db, workspaceId: string, id: string): Promise<Cta | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectCtas(db, workspaceId).where('ctas.id', '=', id).executeTakeFirst()
  return row && rowToCta(row)
}

/** Lock the enrollment before the CTA, in the same order as the engine. */
export async function lockCta(db: Db, workspaceId: string, id: string): Promise<void> {
  if (!isUuid(id)) return
  await db
    .selectFrom('ctas')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
}

export type CtaFilter = {
  workspaceId: string
  status: CtaStatus | 'closed' | undefined
  priority: CtaPriority | undefined
  owner: string | undefined
  journeyId: string | undefined
  participantId: string | undefined
  overdueAt: Date | undefined
}

export async function listNewestCtas(
  db: Db,
  filter: CtaFilter,
  page: { beforeId: string | undefined; limit: number },
): Promise<Cta[]> {
  let select = filtered(db, filter)
  if (page.beforeId !== undefined) select = select.where('ctas.id', '<', page.beforeId)
  const rows = await select.orderBy('ctas.id', 'desc').limit(page.limit).execute()
  return rows.map(rowToCta)
}

/** Ordered by due date; CTAs without one come last. */
export async function listCtasByDue(
  db: Db,
  filter: CtaFilter,
  page: { after: { dueAt: string | null; id: string } | undefined; limit: number },
): Promise<Cta[]> {
  const { after } = page
  let select = filtered(db, filter)
  if (after?.dueAt != null) {
    const at = new Date(after.dueAt)
    select = select.where(
      sql<boolean>`(ctas.due_at > ${at} or (ctas.due_at = ${at} and ctas.id > ${after.id}::uuid) or ctas.due_at is null)`,
    )
  } else if (after) {
    select = select.where('ctas.due_at', 'is', null).where('ctas.id', '>', after.id)
  }
  const rows = await select.orderBy('ctas.due_at').orderBy('ctas.id').limit(page.limit).execute()
  return rows.map(rowToCta)
}

export async function updateCtaRow(db: Db, id: string, change: CtaChange, at: Date): Promise<void> {
  await db
    .updateTable('ctas')
    .set({ ...change, updated_at: at })
    .where('id', '=', id)
    .execute()
}

export async function setCtaStatus(db: Db, id: string, status: CtaStatus, at: Date): Promise<void> {
  await db
    .updateTable('ctas')
    .set({ status, updated_at: at, closed_at: status === 'open' ? null : at })
    .where('id', '=', id)
    .execute()
}

/** The journey of a participant, for a CTA created by hand. */
export async function findJourneyOfParticipant(db: Db, workspaceId: string, id: string): Promise<string | undefined> {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('participants')
    .select('journey_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.journey_id
}

function selectCtas(db: Db, workspaceId: string) {
  return db
    .selectFrom('ctas')
    .leftJoin('journeys', 'journeys.id', 'ctas.journey_id')
    .leftJoin('participants', 'participants.id', 'ctas.participant_id')
    .selectAll('ctas')
    .select([
      sql<string | null>`journeys.draft ->> 'name'`.as('journey_name'),
      'participants.key as participant_key',
      'participants.email as participant_email',
    ])
    .where('ctas.workspace_id', '=', workspaceId)
}

function filtered(db: Db, filter: CtaFilter) {
  let select = selectCtas(db, filter.workspaceId)
  if (filter.status === 'closed') select = select.where('ctas.status', '<>', 'open')
  else if (filter.status !== undefined) select = select.where('ctas.status', '=', filter.status)
  if (filter.priority !== undefined) select = select.where('ctas.priority', '=', filter.priority)
  if (filter.owner !== undefined) select = select.where(sql`lower(ctas.owner)`, '=', filter.owner.trim().toLowerCase())
  if (filter.journeyId !== undefined) select = select.where('ctas.journey_id', '=', filter.journeyId)
  if (filter.participantId !== undefined) select = select.where('ctas.participant_id', '=', filter.participantId)
  if (filter.overdueAt !== undefined)
    select = select.where('ctas.status', '=', 'open').where('ctas.due_at', '<', filter.overdueAt)
  return select
}

function rowToCta(
  row: CtaRow & { journey_name: string | null; participant_key: string | null; participant_email: string | null },
): Cta {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    reason: row.reason,
    priority: row.priority,
    owner: row.owner,
    comments: row.comments,
    status: row.status,
    dueAt: row.due_at?.toISOString() ?? null,
    journey: row.journey_id === null ? null : { id: row.journey_id, name: row.journey_name ?? '' },
    nodeId: row.node_id,
    enrollmentId: row.enrollment_id,
    participant:
      row.participant_id === null
        ? null
        : { id: row.participant_id, key: row.participant_key ?? '', email: row.participant_email },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  }
}
