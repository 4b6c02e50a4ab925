import { authSchema } from '@tabiji/shared/auth/auth.ts'
import { z } from 'zod'
import { connectionLimitsSchema } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import { pageInput, pageOf } from '../../kernel/http/page.ts'
import { type Connector, connectionEnvironments, connectionStates, connectors } from './connection.ts'

const base = {
  connector: z.enum(connectors).default('http'),
  name: z.string().trim().min(1).max(200),
  environment: z.enum(connectionEnvironments).default('production'),
  baseUrl: z.string().trim().max(2000),
  auth: authSchema.default({ kind: 'none' }),
  limits: connectionLimitsSchema.default({}),
}

/** Fills the base URL where the preset has a fixed one: the demo, and products with one address for all customers. */
const withKnownAddress = <Input extends { connector: Connector; baseUrl: string }>(input: Input): Input => {
  const preset = presetOf(input.connector)
  return input.baseUrl === '' && preset?.fields.length === 0 ? { ...input, baseUrl: preset.baseUrl } : input
}

export const createConnectionInput = z
  .object({ ...base, baseUrl: base.baseUrl.default('') })
  .overwrite(withKnownAddress)
  .refine(({ connector, baseUrl }) => connector === 'demo' || baseUrl !== '', {
    path: ['baseUrl'],
    message: 'baseUrl is required / baseUrl は必須です',
  })
export type CreateConnectionInput = z.output<typeof createConnectionInput>

/** No defaults: a field that is left out keeps its stored value. */
export const updateConnectionFields = z.object({
  name: base.name.optional(),
  environment: z.enum(connectionEnvironments).optional(),
  baseUrl: base.baseUrl.min(1).optional(),
  auth: authSchema.optional(),
  limits: connectionLimitsSchema.optional(),
})
export const connectionIdInput = z.object({ id: z.string() })
export type ConnectionIdInput = z.infer<typeof connectionIdInput>
/** How the consent page of the other system is shown, where consent is needed. */
export const authorizeConnectionFields = z.object({ shownIn: z.enum(['popup', 'page']).optional() })
export const authorizeConnectionInput = authorizeConnectionFields.extend({ id: z.string() })
export type AuthorizeConnectionInput = z.infer<typeof authorizeConnectionInput>
export const updateConnectionInput = updateConnectionFields.extend({ id: z.string() })
export type UpdateConnectionInput = z.output<typeof updateConnectionInput>

export const listConnectionsInput = pageInput.extend({ q: z.string().trim().max(200).optional() })
export type ListConnectionsInput = z.output<typeof listConnectionsInput>

export const connectorInput = z.object({ connector: z.enum(connectors) })
export const setConnectionQuotaFields = z.object({
  maxConnections: z.number().int().min(0).max(100_000).nullable().describe('Null lets there be any number'),
})
export const setConnectionQuotaInput = connectorInput.extend(setConnectionQuotaFields.shape)
export type SetConnectionQuotaInput = z.output<typeof setConnectionQuotaInput>

export const connectorResponse = z.object({
  connector: z.enum(connectors),
  title: z.string().nullable().describe('A product name; null for "http" and "demo"'),
  connections: z.number().int(),
  maxConnections: z.number().int().nullable().describe('Null: any number'),
})
export const connectorListResponse = z.object({ items: z.array(connectorResponse) })

export const connectionUseResponse = z.object({
  actions: z.array(z.object({ id: z.string(), name: z.string() })),
  journeys: z.array(z.object({ id: z.string(), name: z.string(), isLive: z.boolean() })),
  people: z.number().int().describe('Who stands at a step that calls through it; counting stops at 100,000'),
})

export const connectionResponse = z.object({
  id: z.string(),
  connector: z.enum(connectors),
  name: z.string(),
  environment: z.enum(connectionEnvironments),
  baseUrl: z.string(),
  auth: authSchema,
  limits: connectionLimitsSchema,
  state: z.enum(connectionStates),
  lastSuccessAt: z.string().nullable(),
  lastUsedAt: z
    .string()
    .nullable()
    .describe('When something was last sent through it, whatever came of it; tests count where they succeeded'),
  failuresLast24h: z.number().int(),
  lastFailure: z.object({ at: z.string(), outcome: z.string(), statusCode: z.number().int().nullable() }).nullable(),
  circuitOpen: z
    .object({
      because: z.enum(['down', 'asked']),
      since: z.string(),
      until: z.string(),
      lastError: z.object({ outcome: z.string(), status: z.number().int().nullable() }).nullable(),
      people: z.number().int(),
    })
    .nullable()
    .describe('Why nobody is called through it just now, and how many people wait for it; null while calls go out'),
  accessToken: z
    .object({
      obtainedAt: z.string().nullable(),
      expiresAt: z.string().nullable(),
      failure: z.object({ at: z.string(), message: z.string() }).nullable(),
    })
    .nullable()
    .describe(
      'Of kinds that go by an access token: since and until when there is one, and why the last request for one failed',
    ),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export const authorizedConnectionResponse = connectionResponse.extend({
  authorizeUrl: z
    .string()
    .nullable()
    .describe(
      'Where somebody still has to consent, in a browser that is signed in to Tabiji; null when nothing is left to do',
    ),
})
export const connectionPageResponse = pageOf(connectionResponse)
