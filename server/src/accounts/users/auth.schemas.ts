import { z } from 'zod'
import { locales } from '@tabiji/shared/messages/locale.ts'
import { maxPasswordLength } from '../passwords/password-length.ts'

const personName = z.string().trim().min(1).max(100)
/** `checkPassword` judges it; the limit here keeps a huge text from the hash. */
const password = z.string().max(maxPasswordLength)

export const emailAddress = z.string().trim().toLowerCase().pipe(z.email().max(254))

export const createOwnerInput = z.object({
  name: personName,
  email: emailAddress,
  password,
  workspaceName: z.string().trim().min(1).max(100).optional(),
  timeZone: z.string().max(100).optional(),
  setupCode: z.string().max(100).optional(),
})
export type CreateOwnerInput = z.output<typeof createOwnerInput>

export const invitationInput = z.object({ token: z.string().max(200) })

export const acceptInvitationInput = z.object({
  token: z.string().max(200),
  /** For a person without an account. A signed-in user joins with the present account. */
  account: z.object({ name: personName, password }).optional(),
})
export type AcceptInvitationInput = z.output<typeof acceptInvitationInput>

export const requestPasswordMailInput = z.object({ email: emailAddress })
export const openPasswordLinkInput = z.object({ token: z.string().max(200) })
export const resetPasswordInput = z.object({ token: z.string().max(200), password })

export const setLocaleInput = z.object({ locale: z.enum(locales).nullable() })
export const switchWorkspaceInput = z.object({ workspaceId: z.string() })
