import { describe, expect, it } from 'vitest'
import { type ActionDraft, newActionDraft } from './action-draft.ts'
import { declareToken, renameToken, undeclaredTokens, usedTokens } from './used-tokens.ts'

const draft: ActionDraft = {
  ...newActionDraft('c1'),
  path: '/users/{{ id }}',
  query: [{ id: 'q', name: 'q', value: '{{text}}' }],
  headers: [{ id: 'h', name: 'X-Team', value: '{{team}}' }],
  bodyText: '{"a":"{{text}}","b":{{score}},"half":"{{ro',
}

describe('tokens in the texts of an action', () => {
  it('are found in path, query, headers and body, a half-typed one not yet', () => {
    expect(usedTokens(draft)).toEqual(['id', 'text', 'team', 'score'])
  })

  it('count only in the body that is chosen', () => {
    expect(usedTokens({ ...draft, bodyKind: 'none' })).toEqual(['id', 'text', 'team'])
    const form = { ...draft, bodyKind: 'form', formRows: [{ id: 'f', name: 'a', value: '{{other}}' }] } as const
    expect(usedTokens({ ...form, formRows: [...form.formRows] })).toEqual(['id', 'text', 'team', 'other'])
  })

  it('that are not declared are offered for it, and no longer once they are', () => {
    const declared = declareToken(declareToken(draft, 'text'), 'score')
    expect(undeclaredTokens(declared)).toEqual(['id', 'team'])
    expect(declared.tokens).toMatchObject([
      { name: 'text', type: 'text', required: true },
      { name: 'score', type: 'number' },
    ])
  })
})

describe('renaming a token', () => {
  it('takes the texts along', () => {
    const declared = declareToken(draft, 'text')
    const renamed = renameToken(declared, declared.tokens[0]?.id ?? '', 'message')
    expect(renamed.query[0]?.value).toBe('{{message}}')
    expect(renamed.bodyText).toContain('"{{message}}"')
    expect(undeclaredTokens(renamed)).not.toContain('message')
  })

  it('leaves the texts alone while the name is no name', () => {
    const declared = declareToken(draft, 'text')
    const renamed = renameToken(declared, declared.tokens[0]?.id ?? '', 'my text')
    expect(renamed.query[0]?.value).toBe('{{text}}')
  })
})
