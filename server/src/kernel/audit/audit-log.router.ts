import { router, viewerProcedure } from '../http/trpc.ts'
import { listAuditLog, listAuditLogInput } from './list-audit-log.ts'

export const auditLogRouter = router({
  list: viewerProcedure.input(listAuditLogInput).query(({ ctx, input }) => listAuditLog(ctx, input)),
})
