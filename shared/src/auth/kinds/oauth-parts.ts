import { z } from 'zod'

export const endpointUrl = z.string().trim().min(1).max(2000)
export const clientId = z.string().trim().min(1).max(1000)
export const clientSecret = z.string().min(1).max(5000)
export const scope = z.string().trim().max(4000).optional()
export const expiredWhen = z.string().trim().min(1).max(1000).optional()
