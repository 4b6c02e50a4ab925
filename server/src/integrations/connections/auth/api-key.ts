import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'
import { defineAuthKind } from './define-auth-kind.ts'

export const apiKey = defineAuthKind<AuthOf<'apiKey'>>({
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
