import { z } from 'zod'
import { pageInput, pageOf } from '../../kernel/http/page.ts'
import { ctaPriorities, ctaStatuses } from './cta.table.ts'

/** A day on the calendar of the workspace, due until the end of that day; or an exact instant. */
const due = {
  dueOn: z.iso.date().nullable().optional(),
  dueAt: z.iso.datetime({ offset: true }).nullable().optional(),
}

const texts = {
  reason: z.string().trim().max(200).nullable().optional(),
  owner: z.string().trim().max(200).nullable().optional(),
  comments: z.string().max(10_000).nullable().optional(),
}

export const createCtaInput = z.object({
  name: z.string().trim().min(1).max(200),
  type: z.string().trim().min(1).max(60).default('risk'),
  priority: z.enum(ctaPriorities).default('medium'),
  participantId: z.string().optional(),
  ...texts,
  ...due,
})
export type CreateCtaInput = z.output<typeof createCtaInput>

export const updateCtaFields = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  type: z.string().trim().min(1).max(60).optional(),
  priority: z.enum(ctaPriorities).optional(),
  ...texts,
  ...due,
})
export const updateCtaInput = updateCtaFields.extend({ id: z.string() })
export type UpdateCtaInput = z.output<typeof updateCtaInput>

export const ctaIdInput = z.object({ id: z.string() })
export type CtaIdInput = z.infer<typeof ctaIdInput>

export const closeCtaFields = z.object({ outcome: z.enum(['closedSuccess', 'closedLost']) })
export const closeCtaInput = closeCtaFields.extend({ id: z.string() })
export type CloseCtaInput = z.infer<typeof closeCtaInput>

export const ctaSorts = ['newest', 'due'] as const

const filters = {
  status: z.enum([...ctaStatuses, 'closed']).optional(),
  priority: z.enum(ctaPriorities).optional(),
  owner: z.string().max(200).optional(),
  journeyId: z.string().optional(),
  participantId: z.string().optional(),
  sort: z.enum(ctaSorts).default('newest'),
}

export const listCtasInput = pageInput.extend({ ...filters, overdue: z.boolean().optional() })
export type ListCtasInput = z.output<typeof listCtasInput>

export const listCtasQuery = pageInput.extend({ ...filters, overdue: z.enum(['true', 'false']).optional() })

export const ctaResponse = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  reason: z.string().nullable(),
  priority: z.enum(ctaPriorities),
  owner: z.string().nullable(),
  comments: z.string().nullable(),
  status: z.enum(ctaStatuses),
  dueAt: z.string().nullable(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  journey: z.object({ id: z.string(), name: z.string() }).nullable(),
  nodeId: z.string().nullable(),
  enrollmentId: z.string().nullable(),
  participant: z.object({ id: z.string(), key: z.string(), email: z.string().nullable() }).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
})
export const ctaPage = pageOf(ctaResponse)
