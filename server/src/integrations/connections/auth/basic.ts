import { z } from 'zod'
import { defineAuthKind } from './define-auth-kind.ts'

const schema = z.object({
  kind: z.literal('basic'),
  // RFC 7617 §2: a colon would end the user name.
  username: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^:]*$/),
  password: z.string().max(5000),
})

export const basic = defineAuthKind<z.infer<typeof schema>>({
  schema,
  replaceSecrets: (config, by) => ({ ...config, password: by('password', config.password) }),
  apply: (request, { username, password }) => {
    request.headers['authorization'] = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  },
  secretPlaces: () => ({ headers: ['authorization'] }),
})
