import { z } from 'zod'
import { pageInput } from '../../kernel/http/page.ts'
import { mailStatuses } from './mail.table.ts'

export const listMailsInput = pageInput.extend({
  journeyId: z.string().optional(),
  nodeId: z.string().max(200).optional(),
  participantId: z.string().optional(),
  status: z.enum(mailStatuses).optional(),
})
export type ListMailsInput = z.output<typeof listMailsInput>

export const mailIdInput = z.object({ id: z.string() })
export type MailIdInput = z.infer<typeof mailIdInput>

export const previewMailInput = z.object({
  journeyId: z.string(),
  nodeId: z.string(),
  /** The participant whose values are shown. Without it: the newest participant, or field names when there is none. */
  participantId: z.string().optional(),
})
export type PreviewMailInput = z.infer<typeof previewMailInput>

export const sendTestMailInput = previewMailInput.extend({ to: z.string().trim().min(3).max(254) })
export type SendTestMailInput = z.infer<typeof sendTestMailInput>
