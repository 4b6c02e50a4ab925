import type { z } from 'zod'
import type { Issue, IssueCode } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import {
  checkExternalAction,
  type ExternalActionContent,
  externalActionContentSchema,
} from '../http-call/action/external-action.ts'

/** What was read as an action that could be saved, or why it could not; `tooMuch` says that it goes beyond what one can keep. */
export function validateImportedAction(
  read: z.input<typeof externalActionContentSchema>,
  tooMuch: IssueCode,
): Result<ExternalActionContent, Issue[]> {
  const parsed = externalActionContentSchema.safeParse(read)
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? ''
    return err([{ code: tooMuch, severity: 'error', params: { where } }])
  }
  const errors = checkExternalAction(parsed.data).filter(({ severity }) => severity === 'error')
  return errors.length > 0 ? err(errors) : ok(parsed.data)
}
