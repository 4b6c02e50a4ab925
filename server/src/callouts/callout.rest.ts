import type { AddRoute } from '../http/rest.ts'
import { calloutPageAnswer, listCalloutsInput } from './callout.schemas.ts'
import { listCallouts } from './list-callouts.ts'

export function calloutRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/callouts',
    role: 'viewer',
    tag: 'Callouts',
    summary: 'Attempts of callouts, newest first',
    description: 'Requests and replies are masked and cut at 64 KB. Tests are among them, marked `isTest`.',
    query: listCalloutsInput,
    answer: calloutPageAnswer,
    handler: ({ ctx, query }) => listCallouts(ctx, query),
  })
}
