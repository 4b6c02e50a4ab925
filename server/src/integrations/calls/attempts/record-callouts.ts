import { latencyBucket } from '@tabiji/shared/http-call/reply/latency-bucket.ts'
import type { Database } from '../../../kernel/db/database.ts'
import { pipelined } from '../../../kernel/db/pipelined-transaction.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import { insertAlikeAttempts } from './callout-attempt.repository.ts'
import type { NewCalloutAttempt } from './callout-attempt.ts'
import { insertCalloutCounters } from './callout-counter.repository.ts'
import type { CountedAttempt, CounterSum } from './callout-counter.types.ts'
import { slotMs } from './callout-slot.ts'

/**
 * A micro-batch of the engine, in the transaction that moves the people: one statement for all attempts of one action at
 * one step, which is all of them.
 *
 * Answers the ids that were not there before: a batch whose commit was cut off before its answer came is written again, and
 * must not be counted twice.
 */
export async function recordCallouts(
  db: Database | Transaction,
  attempts: readonly NewCalloutAttempt[],
): Promise<ReadonlySet<string>> {
  const alike = new Map<string, NewCalloutAttempt[]>()
  for (const attempt of attempts) {
    const { workspaceId, connectionId, externalActionId, externalActionVersion, journeyId, versionNumber } = attempt
    const key = `${workspaceId} ${connectionId} ${externalActionId} ${externalActionVersion} ${journeyId} ${versionNumber} ${attempt.stepId} ${attempt.isTest}`
    const known = alike.get(key)
    if (known) known.push(attempt)
    else alike.set(key, [attempt])
  }
  const ids = await pipelined(
    db,
    [...alike.values()].map((batch) => () => insertAlikeAttempts(db, batch[0]!, batch)),
  )
  return new Set(ids.flat())
}

/** Adds them up by key, in key order, so that two transactions cannot deadlock on the same counters. */
export async function countCallouts(db: Database | Transaction, attempts: readonly CountedAttempt[]): Promise<void> {
  if (attempts.length === 0) return
  const sums = new Map<string, CounterSum>()
  for (const attempt of attempts) {
    const { journeyId, nodeId, versionNumber, outcome, statusCode, isFirst, isFinal } = attempt
    const slot = Math.floor(attempt.startedAt.getTime() / slotMs) * slotMs
    const bucket = latencyBucket(attempt.durationMs)
    const key = `${journeyId} ${nodeId} ${slot} ${versionNumber} ${outcome} ${statusCode} ${bucket}`
    let sum = sums.get(key)
    if (!sum) {
      sum = {
        journeyId,
        nodeId,
        versionNumber,
        outcome,
        statusCode,
        slot: new Date(slot),
        bucket,
        attempts: 0,
        first: 0,
        final: 0,
      }
      sums.set(key, sum)
    }
    sum.attempts++
    if (isFirst) sum.first++
    if (isFinal) sum.final++
  }
  const ordered = [...sums.keys()].sort().flatMap((key) => sums.get(key) ?? [])
  await insertCalloutCounters(db, ordered)
}
