import type { FieldType } from '@tabiji/shared/values/field-type.ts'
import { type ActionDraft, rowBodies, rowId, type TokenRow } from './action-draft.ts'

/** All texts that may contain tokens. */
function textsOf(draft: ActionDraft): string[] {
  const rows = [...draft.query, ...draft.headers, ...(rowBodies.has(draft.bodyKind) ? draft.formRows : [])]
  const body = draft.bodyKind === 'none' || rowBodies.has(draft.bodyKind) ? [] : [draft.bodyText]
  return [draft.path, ...rows.flatMap(({ name, value }) => [name, value]), ...body]
}

/** Token names in the order of their use. A half-typed `{{na` does not count. */
export function usedTokens(draft: ActionDraft): string[] {
  const names = textsOf(draft).flatMap((text) =>
    [...text.matchAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,99})\s*\}\}/g)].map((match) => match[1] ?? ''),
  )
  return [...new Set(names)]
}

export function undeclaredTokens(draft: ActionDraft): string[] {
  const declared = new Set(draft.tokens.map(({ name }) => name))
  return usedTokens(draft).filter((name) => !declared.has(name))
}

export function declareToken(draft: ActionDraft, name: string): ActionDraft {
  const token: TokenRow = { id: rowId(), name, type: likelyType(name), required: true }
  return { ...draft, tokens: [...draft.tokens, token] }
}

/** Also renames the token in every text, so that no undeclared token remains. */
export function renameToken(draft: ActionDraft, id: string, name: string): ActionDraft {
  const before = draft.tokens.find((token) => token.id === id)?.name
  const tokens = draft.tokens.map((token) => (token.id === id ? { ...token, name } : token))
  const isName = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name)
  const isShared = draft.tokens.some((token) => token.id !== id && token.name === before)
  if (before === undefined || before === '' || !isName || isShared) return { ...draft, tokens }
  const pattern = new RegExp(`\\{\\{\\s*${before}\\s*\\}\\}`, 'g')
  const rename = (text: string) => text.replace(pattern, `{{${name}}}`)
  const renameRow = <Row extends { name: string; value: string }>(row: Row): Row => ({
    ...row,
    name: rename(row.name),
    value: rename(row.value),
  })
  return {
    ...draft,
    tokens,
    path: rename(draft.path),
    query: draft.query.map(renameRow),
    headers: draft.headers.map(renameRow),
    bodyText: rename(draft.bodyText),
    formRows: draft.formRows.map(renameRow),
  }
}

function likelyType(name: string): FieldType {
  if (/e-?mail/i.test(name)) return 'email'
  return /(^|_)(score|count|amount|number|price|total)$/i.test(name) ? 'number' : 'text'
}
