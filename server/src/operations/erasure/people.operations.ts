import { csvResponse } from '../../kernel/csv/csv-response.ts'
import { pageInput, pageOf } from '../../kernel/http/page.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { allowPersonAgain } from './allow-person-again.ts'
import { erasePerson } from './erase-person.ts'
import { erasureReport } from './erasure-report.ts'
import { erasePersonInput, erasureIdInput, erasureResponse } from './erasure.schemas.ts'
import { getErasure } from './get-erasure.ts'
import { listErasures } from './list-erasures.ts'

const tag = 'People'

export const peopleOperations = {
  erase: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: erasePersonInput,
    output: erasureResponse,
    audit: { anyOf: ['personErasureStarted', 'personSearched'] },
    run: erasePerson,
  }).rest({
    method: 'post',
    path: '/people/erasures',
    tag,
    summary: 'Erase a person from the workspace, or count with `dryRun` what is stored about the person',
    description:
      'Names the person by e-mail address, key or participant. Erasing goes on in the background: every table, file and job is searched until nothing names the person any more. Ask for the erasing by its id to see how far it is.',
    status: 202,
  }),
  erasures: defineOperation({
    kind: 'query',
    role: 'admin',
    input: pageInput,
    output: pageOf(erasureResponse),
    run: listErasures,
  }).rest({ method: 'get', path: '/people/erasures', tag, summary: 'Erased people and searches, newest first' }),
  erasure: defineOperation({
    kind: 'query',
    role: 'admin',
    input: erasureIdInput,
    output: erasureResponse,
    run: getErasure,
  }).rest({
    method: 'get',
    path: '/people/erasures/{id}',
    tag,
    summary: 'How far an erasing is, and how many rows of each place named the person',
  }),
  report: defineOperation({
    kind: 'query',
    role: 'admin',
    restOnly: true,
    input: erasureIdInput,
    run: getErasure,
  }).rest({
    method: 'get',
    path: '/people/erasures/{id}/report',
    tag,
    summary: 'The report of an erasing as CSV. It holds numbers alone, and nothing about the person',
    responseType: 'text/csv',
    respond: (erasure, ctx) => csvResponse(ctx, 'erasing.csv', erasureReport(erasure, ctx.locale)),
  }),
  allowAgain: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: erasureIdInput,
    output: erasureResponse,
    audit: { ifChanged: ['personAllowedAgain'] },
    run: allowPersonAgain,
  }).rest({
    method: 'post',
    path: '/people/erasures/{id}/allow-again',
    tag,
    summary: 'Let journeys take an erased person in again',
  }),
}
