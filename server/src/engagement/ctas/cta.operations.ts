import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { closeCta } from './close-cta.ts'
import { createCta } from './create-cta.ts'
import {
  closeCtaInput,
  createCtaInput,
  ctaIdInput,
  ctaPage,
  ctaResponse,
  listCtasInput,
  listCtasQuery,
  updateCtaInput,
} from './cta.schemas.ts'
import { getCta } from './get-cta.ts'
import { listCtas } from './list-ctas.ts'
import { reopenCta } from './reopen-cta.ts'
import { updateCta } from './update-cta.ts'

const tag = 'CTAs'

export const ctaOperations = {
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: listCtasInput,
    output: ctaPage,
    run: listCtas,
  }).rest({
    method: 'get',
    path: '/ctas',
    tag,
    summary: 'CTAs, newest or most urgent first',
    query: listCtasQuery,
    toInput: ({ query: { overdue, ...query } }) => ({ ...query, overdue: overdue === 'true' }),
  }),
  create: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: createCtaInput,
    output: ctaResponse,
    audit: 'ctaCreated',
    run: createCta,
  }).rest({ method: 'post', path: '/ctas', tag, summary: 'Open a CTA by hand', status: 201 }),
  get: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: ctaIdInput,
    output: ctaResponse,
    run: getCta,
  }).rest({ method: 'get', path: '/ctas/{id}', tag, summary: 'A CTA' }),
  update: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: updateCtaInput,
    output: ctaResponse,
    audit: { ifChanged: ['ctaUpdated'] },
    run: updateCta,
  }).rest({ method: 'patch', path: '/ctas/{id}', tag, summary: 'Change a CTA; what is not given stays' }),
  close: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: closeCtaInput,
    output: ctaResponse,
    audit: { ifChanged: ['ctaClosed'] },
    run: closeCta,
  }).rest({
    method: 'post',
    path: '/ctas/{id}/close',
    tag,
    summary: 'Close a CTA as success or lost, which its journey may be waiting for',
  }),
  reopen: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: ctaIdInput,
    output: ctaResponse,
    audit: { ifChanged: ['ctaReopened'] },
    run: reopenCta,
  }).rest({ method: 'post', path: '/ctas/{id}/reopen', tag, summary: 'Open a closed CTA again' }),
}
