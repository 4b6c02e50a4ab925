import { flattenPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { splitPayload } from '@tabiji/shared/events/split-payload.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import {
  findExpectedReports,
  type FoundReport,
  keepReports,
  listExpectedPaths,
  lockToKeep,
} from './expected-report.repository.ts'
import { reportsAreKeptMs } from './expect-reports.ts'
import { reportKeyHash, reportKeyText, type ReportKey } from './report-key.ts'
import { type TakenReport, takeReport } from './take-report.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { EventEndpoint } from '../endpoints/event-endpoint.ts'
import type { ReportListener } from '../events/event-listeners.ts'
import type { EventReason } from '../events/inbound-event.ts'

type PendingEvent = { id: string; payload: unknown; receivedAt: Date }

/** One part of an event that names a call, and for whom calls were made under that name. */
type Report = ReportKey & { eventId: string; item: number; key: string; flat: FieldValues; found: FoundReport[] }

/** The reports in a batch of events; null for an endpoint that nobody expects any at. */
export type Reports = { paths: readonly string[]; byEvent: ReadonlyMap<string, readonly Report[]> }

/**
 * Finds whom the reports in these events are about, all in one look-up. Those that came within the last while are kept for calls
 * whose reply is still under way, also when somebody was found: another call under the same key may be. Called before anybody is
 * locked, because whoever writes keys has people locked.
 */
export async function findReports(
  ctx: Ctx,
  endpoint: EventEndpoint,
  listeners: readonly ReportListener[],
  events: readonly PendingEvent[],
): Promise<Reports | null> {
  // Whoever was called for by an earlier version is told like the others.
  const expected = await listExpectedPaths(ctx.db, endpoint.id)
  const paths = [...new Set([...listeners.flatMap((listener) => [...listener.paths]), ...expected])]
  if (paths.length === 0) return null
  const reports = events.flatMap((event) => readReports(endpoint, paths, event))
  if (reports.length > 0) {
    // A reply may be about to commit its key: with the lock, either we see it or it will see what we keep.
    await lockToKeep(ctx.db, endpoint.id)
    const found = await findExpectedReports(ctx.db, endpoint.id, distinct(reports))
    const byKey = Map.groupBy(found, nameOf)
    for (const report of reports) report.found = byKey.get(nameOf(report)) ?? []
  }
  const since = ctx.clock.now().getTime() - reportsAreKeptMs
  const receivedAt = new Map(events.map((event) => [event.id, event.receivedAt]))
  await keepReports(
    ctx.db,
    endpoint.id,
    reports
      .map((report) => ({ ...report, receivedAt: receivedAt.get(report.eventId)! }))
      .filter((report) => report.receivedAt.getTime() > since),
  )
  return { paths, byEvent: Map.groupBy(reports, ({ eventId }) => eventId) }
}

function readReports({ fanOutPath }: EventEndpoint, paths: readonly string[], { id, payload }: PendingEvent): Report[] {
  return splitPayload(payload, fanOutPath).flatMap((part, item) => {
    const flat = flattenPayload(part)
    return paths.flatMap((path) => {
      const value = Object.hasOwn(flat, path) ? flat[path] : null
      const key = reportKeyText(value)
      const keyHash = reportKeyHash(value)
      return key === null || keyHash === null ? [] : [{ eventId: id, item, path, key, keyHash, flat, found: [] }]
    })
  })
}

function distinct(reports: readonly Report[]): ReportKey[] {
  return [...new Map(reports.map((report) => [nameOf(report), report])).values()]
}

function nameOf({ path, keyHash }: ReportKey): string {
  return `${keyHash} ${path}`
}

const longestKeyShown = 100

/** Tells the people of one event's reports; how many were told, and why others were not. */
export async function tellReports(
  ctx: Ctx,
  { byEvent }: Reports,
  eventId: string,
): Promise<{ told: number; reasons: EventReason[] }> {
  let told = 0
  const reasons: EventReason[] = []
  for (const { item, key, flat, found } of byEvent.get(eventId) ?? []) {
    const taken: TakenReport[] = []
    for (const { enrollmentId, visit } of found) taken.push(await takeReport(ctx, { enrollmentId, visit }, flat))
    const accepted = taken.filter((each) => each === 'accepted').length
    told += accepted
    if (accepted > 0) continue
    const code = taken.includes('duplicate')
      ? 'event.reportAgain'
      : taken.length > 0
        ? 'event.reportLate'
        : 'event.reportNobody'
    reasons.push({ item, journeyId: null, code, params: { key: shortened(key) } })
  }
  return { told, reasons }
}

function shortened(key: string): string {
  return key.length > longestKeyShown ? `${key.slice(0, longestKeyShown - 1)}…` : key
}
