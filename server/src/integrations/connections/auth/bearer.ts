import { z } from 'zod'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'
import { defineAuthKind } from './define-auth-kind.ts'

const schema = z.object({
  kind: z.literal('bearer'),
  token: z.string().min(1).max(20_000),
  header: z.string().min(1).max(200).default('Authorization'),
  prefix: z.string().max(100).default('Bearer'),
})

export const bearer = defineAuthKind<z.infer<typeof schema>>({
  schema,
  replaceSecrets: (config, by) => ({ ...config, token: by('token', config.token) }),
  check: ({ header, prefix, token }) => [
    ...checkHeaderName(header, ['header']),
    ...checkHeaderValue(header, prefix, ['prefix']),
    ...checkHeaderValue(header, token, ['token']),
  ],
  apply: (request, { header, prefix, token }) => {
    request.headers[header.toLowerCase()] = prefix === '' ? token : `${prefix} ${token}`
  },
  secretPlaces: ({ header }) => ({ headers: [header.toLowerCase()] }),
})
