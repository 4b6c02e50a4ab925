import { z } from 'zod'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'
import { defineAuthKind } from './define-auth-kind.ts'

const schema = z.object({
  kind: z.literal('apiKey'),
  name: z.string().min(1).max(200),
  value: z.string().min(1).max(5000),
  in: z.enum(['header', 'query']).default('header'),
})

export const apiKey = defineAuthKind<z.infer<typeof schema>>({
  schema,
  replaceSecrets: (config, by) => ({ ...config, value: by('value', config.value) }),
  check: (config) =>
    config.in === 'header'
      ? [...checkHeaderName(config.name, ['name']), ...checkHeaderValue(config.name, config.value, ['value'])]
      : [],
  apply: (request, config) => {
    if (config.in === 'header') {
      request.headers[config.name.toLowerCase()] = config.value
      return
    }
    const url = new URL(request.url)
    const pair = `${encodeURIComponent(config.name)}=${encodeURIComponent(config.value)}`
    // Not through searchParams, which would rewrite the rest of the query. Some systems sign it.
    url.search = url.search === '' ? pair : `${url.search}&${pair}`
    request.url = url.href
  },
  secretPlaces: (config) =>
    config.in === 'header' ? { headers: [config.name.toLowerCase()] } : { query: [config.name] },
})
