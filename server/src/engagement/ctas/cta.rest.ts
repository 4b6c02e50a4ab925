import type { AddRoute } from '../../kernel/http/rest.ts'
import { closeCta } from './close-cta.ts'
import { createCta } from './create-cta.ts'
import {
  closeCtaFields,
  createCtaInput,
  ctaResponse,
  ctaIdInput,
  ctaPage,
  listCtasQuery,
  updateCtaFields,
} from './cta.schemas.ts'
import { getCta } from './get-cta.ts'
import { listCtas } from './list-ctas.ts'
import { reopenCta } from './reopen-cta.ts'
import { updateCta } from './update-cta.ts'

const tag = 'CTAs'

export function ctaRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/ctas',
    role: 'viewer',
    tag,
    summary: 'CTAs, newest or most urgent first',
    query: listCtasQuery,
    response: ctaPage,
    handler: ({ ctx, query: { overdue, ...query } }) => listCtas(ctx, { ...query, overdue: overdue === 'true' }),
  })
  add({
    method: 'post',
    path: '/ctas',
    role: 'editor',
    tag,
    summary: 'Open a CTA by hand',
    body: createCtaInput,
    status: 201,
    response: ctaResponse,
    handler: ({ ctx, body }) => createCta(ctx, body),
  })
  add({
    method: 'get',
    path: '/ctas/{id}',
    role: 'viewer',
    tag,
    summary: 'A CTA',
    params: ctaIdInput,
    response: ctaResponse,
    handler: ({ ctx, params }) => getCta(ctx, params),
  })
  add({
    method: 'patch',
    path: '/ctas/{id}',
    role: 'editor',
    tag,
    summary: 'Change a CTA; what is not given stays',
    params: ctaIdInput,
    body: updateCtaFields,
    response: ctaResponse,
    handler: ({ ctx, params, body }) => updateCta(ctx, { ...body, ...params }),
  })
  add({
    method: 'post',
    path: '/ctas/{id}/close',
    role: 'editor',
    tag,
    summary: 'Close a CTA as success or lost, which its journey may be waiting for',
    params: ctaIdInput,
    body: closeCtaFields,
    response: ctaResponse,
    handler: ({ ctx, params, body }) => closeCta(ctx, { ...body, ...params }),
  })
  add({
    method: 'post',
    path: '/ctas/{id}/reopen',
    role: 'editor',
    tag,
    summary: 'Open a closed CTA again',
    params: ctaIdInput,
    response: ctaResponse,
    handler: ({ ctx, params }) => reopenCta(ctx, params),
  })
}
