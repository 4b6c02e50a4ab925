import type { AddRoute } from './rest.ts'

/** The sum of all `*.rest.ts`: one line for each entity, in alphabetical order. */
export const restRoutes: ((add: AddRoute) => void)[] = []
