import { addDays, dateInZone, startOfDateInZone } from '@tabiji/shared/time/calendar.ts'
import type { Ctx } from '../../kernel/context.ts'
import { getWorkspaceSettings } from '../../accounts/settings/get-workspace-settings.ts'
import type { Cta } from './cta.repository.ts'

/** A CTA as shown: its due day on the workspace's calendar, and whether that day has passed. */
export type DatedCta = Cta & { dueOn: string | null; isOverdue: boolean }

export async function withDue(ctx: Ctx, ctas: readonly Cta[]): Promise<DatedCta[]> {
  const { timeZone } = await getWorkspaceSettings(ctx)
  const now = ctx.clock.now().getTime()
  return ctas.map((cta) => {
    const due = cta.dueAt === null ? null : Date.parse(cta.dueAt)
    return {
      ...cta,
      dueOn: due === null ? null : dateInZone(due, timeZone),
      isOverdue: due !== null && cta.status === 'open' && due < now,
    }
  })
}

/** The instant of a due date: the last one of the day. Undefined when the input has no due date. */
export async function dueMoment(
  ctx: Ctx,
  { dueOn, dueAt }: { dueOn?: string | null | undefined; dueAt?: string | null | undefined },
): Promise<Date | null | undefined> {
  if (dueOn == null) return dueAt == null ? (dueOn === null || dueAt === null ? null : undefined) : new Date(dueAt)
  const { timeZone } = await getWorkspaceSettings(ctx)
  const next = startOfDateInZone(addDays(dueOn, 1) ?? dueOn, timeZone)
  return next === null ? null : new Date(next - 1)
}
