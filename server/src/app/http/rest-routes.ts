import { rejectsRoute, uploadRoutes } from '../../inbound/imports/import.rest.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'
import { operationRoutes } from '../../kernel/operations/operation-routes.ts'
import { operations } from './operations.ts'

export type RestRoutes = ((add: AddRoute) => void)[]

/** All routes of the `*.rest.ts` files: one line for each entity, in alphabetical order. */
export const restRoutes: RestRoutes = [
  ...Object.values(operations).map((ofEntity) => operationRoutes(ofEntity)),
  ...uploadRoutes,
  rejectsRoute,
]
