import type { AddRoute } from './rest.ts'

export type RestRoutes = ((add: AddRoute) => void)[]

/** The sum of all `*.rest.ts`: one line for each entity, in alphabetical order. */
export const restRoutes: RestRoutes = []
