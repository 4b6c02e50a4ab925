import { type EntityRouters, operationRouter } from '../../kernel/operations/operation-router.ts'
import { router } from '../../kernel/http/trpc.ts'
import { operations } from './operations.ts'

const routers = Object.fromEntries(
  Object.entries(operations).map(([entity, ofEntity]) => [entity, operationRouter(ofEntity)]),
) as EntityRouters<typeof operations>

export const appRouter = router(routers)

export type AppRouter = typeof appRouter
