import type { Ctx } from '../context.ts'
import { noteSecurityEvent } from '../security-events/note-security-event.ts'
import { recordAudit } from './record-audit.ts'

/** Call it before data about people leaves in a file: reading it changes nothing, but who took it must be known. */
export async function recordExport(
  ctx: Ctx,
  { name, subjectKind, subjectId }: { name: string; subjectKind: string; subjectId: string | null },
): Promise<void> {
  await recordAudit(ctx, { action: 'recordsExported', subjectKind, subjectId, after: { name } })
  noteSecurityEvent(ctx, 'export', 'succeeded', ctx, ctx.client, { name })
}
