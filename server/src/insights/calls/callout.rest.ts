import { csvResponse } from '../../kernel/csv/csv-response.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'
import {
  calloutPageResponse,
  exportCalloutsQuery,
  listCalloutsInput,
} from '../../integrations/calls/attempts/callout.schemas.ts'
import { exportCallouts } from '../../integrations/calls/attempts/export-callouts.ts'
import { listCallouts } from '../../integrations/calls/attempts/list-callouts.ts'

export function calloutRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/callouts',
    role: 'viewer',
    tag: 'Callouts',
    summary: 'Attempts of callouts, newest first',
    description: 'Requests and replies are masked and cut at 64 KB. Tests are among them, marked `isTest`.',
    query: listCalloutsInput,
    response: calloutPageResponse,
    handler: ({ ctx, query }) => listCallouts(ctx, query),
  })
  add({
    method: 'get',
    path: '/callouts/export',
    role: 'viewer',
    tag: 'Callouts',
    summary: 'Attempts of callouts as CSV, newest first',
    description:
      'All that the filter finds, sent as it is read. With `withBodies=true` what was sent and what came back are in it, masked, each cut to what a cell of a spreadsheet holds.',
    query: exportCalloutsQuery,
    responseType: 'text/csv',
    handler: async ({ ctx, query }) => csvResponse('callouts.csv', exportCallouts(ctx, query)),
  })
}
