import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderUi } from '../../../../../test/render-ui.tsx'
import { authKindNames } from '@tabiji/shared/auth/auth.ts'
import { authDraftWith, authPaths, changeAuthValues } from './auth-draft.ts'
import { AuthFields } from './auth-fields.tsx'

describe('what a server finds wrong with an authorization', () => {
  it.each(authKindNames)('stands beside its field, also where it is folded away: %s', async (kind) => {
    const headers = [{ id: 'row', name: 'X-A', value: '' }]
    const draft = changeAuthValues(authDraftWith({ kind }), 'secretHeaders', { headers })
    // A header field has two paths: by index and by header name.
    const paths = authPaths(draft).filter((path) => path !== 'auth.headers.x-a')
    const errors = Object.fromEntries(paths.map((path) => [path, `wrong with ${path}`]))
    await renderUi(<AuthFields draft={draft} onChange={() => undefined} errors={errors} />)
    for (const path of paths) expect(screen.getByText(`wrong with ${path}`)).toBeVisible()
  })

  it('is not taken for shown where no field of the form shows it', () => {
    const paths = authPaths(authDraftWith({ kind: 'jwtBearer' }))
    expect(paths).toContain('auth.key')
    expect(paths).not.toContain('auth.claims')
  })
})
