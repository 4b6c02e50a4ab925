import { recordExport } from '../../kernel/audit/record-export.ts'
import { csvResponse } from '../../kernel/csv/csv-response.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import {
  calloutAnalyticsInput,
  calloutIdInput,
  calloutPageResponse,
  exportCalloutsInput,
  exportCalloutsQuery,
  findCalloutsInput,
  listCalloutsInput,
} from '../../integrations/calls/attempts/callout.schemas.ts'
import { exportCallouts } from '../../integrations/calls/attempts/export-callouts.ts'
import { getCallout } from '../../integrations/calls/attempts/get-callout.ts'
import { listCallouts } from '../../integrations/calls/attempts/list-callouts.ts'
import { calloutInWords } from '../../integrations/calls/attempts/present-callout.ts'
import { getCalloutNumbers } from './get-callout-numbers.ts'
import { getCalloutSeries } from './get-callout-series.ts'
import { getMissingTokens } from './get-missing-tokens.ts'
import { getTopCalloutErrors } from './get-top-callout-errors.ts'

const tag = 'Callouts'

export const calloutOperations = {
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: findCalloutsInput,
    output: calloutPageResponse,
    run: listCallouts,
  }).rest({
    method: 'get',
    path: '/callouts',
    tag,
    summary: 'Attempts of callouts, newest first',
    description: 'Requests and replies are masked and cut at 64 KB. Tests are among them, marked `isTest`.',
    query: listCalloutsInput,
    respond: ({ items, ...page }, { locale }) => ({
      ...page,
      items: items.map((item) => calloutInWords(item, locale)),
    }),
  }),
  export: defineOperation({
    kind: 'query',
    role: 'viewer',
    restOnly: true,
    input: exportCalloutsInput,
    run: async (ctx, input) => {
      if (input.withBodies) await recordExport(ctx, { name: 'callouts.csv', subjectKind: 'callouts', subjectId: null })
      return exportCallouts(ctx, input)
    },
  }).rest({
    method: 'get',
    path: '/callouts/export',
    tag,
    summary: 'Attempts of callouts as CSV, newest first',
    description:
      'All that the filter finds, sent as it is read. With `withBodies=true` what was sent and what came back are in it, masked, each cut to what a cell of a spreadsheet holds.',
    query: exportCalloutsQuery,
    responseType: 'text/csv',
    respond: (lines, ctx) => csvResponse(ctx, 'callouts.csv', lines),
  }),
  get: defineOperation({ kind: 'query', role: 'viewer', input: calloutIdInput, run: getCallout }),
  numbers: defineOperation({ kind: 'query', role: 'viewer', input: calloutAnalyticsInput, run: getCalloutNumbers }),
  series: defineOperation({ kind: 'query', role: 'viewer', input: calloutAnalyticsInput, run: getCalloutSeries }),
  missingTokens: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: calloutAnalyticsInput,
    run: getMissingTokens,
  }),
  topErrors: defineOperation({ kind: 'query', role: 'viewer', input: calloutAnalyticsInput, run: getTopCalloutErrors }),
}
