import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { requestRechecks } from '../facts/wait-recheck.repository.ts'
import { participantKey } from '@tabiji/shared/csv/column-mapping.ts'
import type { Ctx } from '../../kernel/context.ts'
import { afterCommit, inTransaction } from '../../kernel/db/transaction.ts'
import {
  lockParticipantsByKey,
  insertParticipants,
  updateParticipantFields,
} from '../participants/participant.repository.ts'
import { findExcludedKeys } from '../participants/exclusion.repository.ts'
import { findKeptOut } from '../participants/keep-out.ts'
import { entryNow, type EnrollTarget } from './enroll-target.ts'
import { insertEnrollments, latestEntries } from './enrollment.repository.ts'
import { countAtNodes } from '../counters/count-at-nodes.ts'

export type EnrollReason = { code: Issue['code']; params?: Issue['params'] }

export type EnrollResult = {
  status: 'enrolled' | 'duplicate' | 'excluded' | 'invalid'
  participantId?: string
  reason?: EnrollReason
}

/** The largest number of people that one transaction enrolls. */
export const maxEnrollBatch = 5000

/**
 * Enrolls people. Returns one result per row, in the same order. Values must have the types of the target's fields already. With
 * `dryRun` it reads everything and writes nothing.
 */
export async function enrollBatch(
  ctx: Ctx,
  target: EnrollTarget,
  rows: readonly { values: FieldValues }[],
  options: { dryRun?: boolean } = {},
): Promise<EnrollResult[]> {
  return inTransaction(ctx, async (ctx) => {
    const results = Array.from<EnrollResult>({ length: rows.length })
    const emailField = target.fields.find((field) => field.type === 'email')?.key
    const candidates = new Map<string, { index: number; values: FieldValues }>()

    for (const [index, { values }] of rows.entries()) {
      const key = participantKey(values, target.uniqueBy)
      if (key === null) {
        const missing = target.uniqueBy.find((field) => values[field] === null || values[field] === undefined) ?? ''
        results[index] = { status: 'invalid', reason: { code: 'enroll.keyMissing', params: { field: missing } } }
      } else if (candidates.has(key)) {
        results[index] = { status: 'duplicate', reason: { code: 'enroll.duplicateInBatch', params: { key } } }
      } else {
        candidates.set(key, { index, values })
      }
    }

    for (const key of await findExcludedKeys(ctx.db, target.journeyId, [...candidates.keys()])) {
      results[candidates.get(key)!.index] = { status: 'excluded', reason: { code: 'enroll.excluded', params: { key } } }
      candidates.delete(key)
    }
    for (const key of await findKeptOut(ctx, target, candidates)) {
      results[candidates.get(key)!.index] = { status: 'excluded', reason: { code: 'enroll.erased' } }
      candidates.delete(key)
    }

    // Read before people are locked. Otherwise a deadlock is possible: a publish waits for a worker, the worker waits for one of
    // these people, and this transaction waits for the publish.
    const entry = options.dryRun ? null : await entryNow(ctx, target)
    const known = await lockParticipantsByKey(ctx.db, target.journeyId, [...candidates.keys()])
    const entries = known.size > 0 ? await latestEntries(ctx.db, [...known.values()]) : new Map()
    const returning: { participantId: string; entry: number; index: number; values: FieldValues }[] = []
    for (const [key, participantId] of known) {
      const { index, values } = candidates.get(key)!
      candidates.delete(key)
      const latest = entries.get(participantId)
      const refusal = reentryRefusal(target.reentry, latest?.isOpen ?? false)
      if (refusal) results[index] = { status: 'duplicate', participantId, reason: { code: refusal, params: { key } } }
      else returning.push({ participantId, entry: (latest?.entry ?? 0) + 1, index, values })
    }

    if (options.dryRun) {
      for (const { index } of [...candidates.values(), ...returning]) results[index] = { status: 'enrolled' }
      return results
    }

    const now = ctx.clock.now()
    const fresh = [...candidates].map(([key, { index, values }]) => ({
      id: ctx.ids.uuid(),
      key,
      email: emailField === undefined ? null : emailOf(values[emailField]),
      values,
      index,
    }))
    const inserted = await insertParticipants(ctx.db, target, fresh, now)
    const entering: { participantId: string; entry: number }[] = []
    for (const { id, key, index } of fresh) {
      if (inserted.has(id)) {
        results[index] = { status: 'enrolled', participantId: id }
        entering.push({ participantId: id, entry: 1 })
      } else {
        // Another transaction enrolled the same key between the look-up and the insert.
        results[index] = { status: 'duplicate', reason: { code: 'enroll.alreadyIn', params: { key } } }
      }
    }
    if (returning.length > 0) {
      const changed = returning.map(({ participantId, values }) => ({ id: participantId, fields: values }))
      await updateParticipantFields(ctx.db, changed)
      await requestRechecks(ctx.db, changed, [])
      for (const { participantId, entry, index } of returning) {
        results[index] = { status: 'enrolled', participantId }
        entering.push({ participantId, entry })
      }
    }

    await insertEnrollments(
      ctx.db,
      { ...target, entry },
      entering.map((person) => ({ id: ctx.ids.uuid(), ...person })),
      now,
    )
    if (entry && entering.length > 0) {
      await countAtNodes(ctx.db, target.journeyId, [
        { nodeId: entry.nodeId, versionNumber: entry.versionNumber, metric: 'entered', value: entering.length },
      ])
      afterCommit(ctx, () => ctx.stepNotifier.notify(target.journeyId, entry.stepId))
    }
    return results
  })
}

function reentryRefusal(reentry: EnrollTarget['reentry'], isOpen: boolean): Issue['code'] | null {
  switch (reentry) {
    case 'never':
      return 'enroll.alreadyIn'
    case 'afterEnd':
      return isOpen ? 'enroll.stillIn' : null
    case 'always':
      return null
  }
}

function emailOf(value: unknown): string | null {
  return typeof value === 'string' ? value.trim().toLowerCase() : null
}
