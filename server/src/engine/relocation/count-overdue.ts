import { heldAs } from '@tabiji/shared/engine/held-as.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { countHeld } from './overdue.repository.ts'
import { heldPlan } from './held-plan.ts'

export type OverdueCounts = {
  /** Their moment came while nobody moved, newcomers included. */
  overdue: number
  /** Of these, people who came in meanwhile and have not begun. */
  newcomers: number
  /** Everybody whose wait or time limit a shift lengthens. */
  waiting: number
  /** Overdue people whom a shift does not put off: a signal came for them, their date has come, or it is their turn. */
  overdueElsewhere: number
}

export async function countOverdue(
  db: Database | Transaction,
  journey: { journeyId: string; versionNumber: number },
  moment: { at: Date; heldSince: Date },
): Promise<OverdueCounts> {
  const counts: OverdueCounts = { overdue: 0, newcomers: 0, waiting: 0, overdueElsewhere: 0 }
  for (const held of await countHeld(db, journey.journeyId, moment)) {
    const { stepId, people, overdue } = held
    const plan = await heldPlan(db, journey, held)
    counts.overdue += overdue
    if (plan?.entry === stepId) counts.newcomers += held.overdueNewcomers
    const kind = plan ? heldAs(plan, stepId) : 'other'
    if (kind === 'duration' || kind === 'limit') counts.waiting += people
    if (kind === 'limit') counts.overdueElsewhere += held.overdueLooks
    else if (kind !== 'duration') counts.overdueElsewhere += overdue
  }
  return counts
}
