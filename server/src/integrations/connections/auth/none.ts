import { z } from 'zod'
import { defineAuthKind } from './define-auth-kind.ts'

const schema = z.object({ kind: z.literal('none') })

export const none = defineAuthKind<z.infer<typeof schema>>({
  schema,
  replaceSecrets: (config) => config,
  apply: () => {},
  secretPlaces: () => ({}),
})
