import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'
import { defineAuthKind } from './define-auth-kind.ts'

export const secretHeaders = defineAuthKind<AuthOf<'secretHeaders'>>({
  // Named by header, not by position, so that a reordered list keeps its values.
  replaceSecrets: (config, by) => ({
    ...config,
    headers: config.headers.map(({ name, value }) => ({ name, value: by(`headers.${name.toLowerCase()}`, value) })),
  }),
  check: ({ headers }) =>
    headers.flatMap(({ name, value }, index): Issue[] => {
      const path = ['headers', index, 'name']
      const isRepeated = headers.slice(0, index).some((earlier) => earlier.name.toLowerCase() === name.toLowerCase())
      return [
        ...checkHeaderName(name, path),
        ...checkHeaderValue(name, value, ['headers', index, 'value']),
        ...(isRepeated
          ? [{ code: 'callout.headerDuplicate', severity: 'error', path, params: { header: name } } as const]
          : []),
      ]
    }),
  apply: (request, { headers }) => {
    for (const { name, value } of headers) request.headers[name.toLowerCase()] = value
  },
  secretPlaces: ({ headers }) => ({ headers: headers.map(({ name }) => name.toLowerCase()) }),
})
