import { describe, expect, test } from 'vitest'
import { formatIssue, formatIssuePath, issueMessages, type IssueCode } from './issue.ts'

const placeholders = (text: string) => new Set(text.match(/\{\w+\}/g))

describe('issueMessages', () => {
  test.each(Object.entries(issueMessages))('%s asks for the same values in both languages', (_code, { en, ja }) => {
    expect(placeholders(ja)).toEqual(placeholders(en))
  })

  test('keeps the areas together, in alphabetic order', () => {
    const areas = Object.keys(issueMessages).map((code) => code.split('.')[0] ?? '')
    expect(areas).toEqual([...areas].sort())
  })
})

describe('formatIssue', () => {
  test('fills the values into the text of the language', () => {
    const issue = { code: 'field.required' as IssueCode, severity: 'error' as const, params: { field: 'E-mail' } }
    expect(formatIssue(issue, 'en')).toBe('"E-mail" has no value, but is required.')
    expect(formatIssue(issue, 'ja')).toBe('「E-mail」は必須ですが、値がありません。')
  })

  test('names the node by its id when nobody gave a better name', () => {
    expect(formatIssue({ code: 'node.zeroWait', severity: 'error', nodeId: 'cool' }, 'en')).toContain('"cool"')
    const named = { code: 'node.zeroWait', severity: 'error', nodeId: 'cool', params: { node: 'Cool down' } } as const
    expect(formatIssue(named, 'en')).toContain('"Cool down"')
  })

  test('writes a token with its braces', () => {
    const issue = {
      code: 'callout.tokenUndeclared',
      severity: 'error',
      params: { token: 'nps', place: 'body' },
    } as const
    expect(formatIssue(issue, 'en')).toContain('{{nps}} in body is not declared')
  })

  test('does not take a value for a placeholder of its own', () => {
    const issue = {
      code: 'field.option',
      severity: 'error',
      params: { field: '{value}', value: 'x', options: 'y' },
    } as const
    expect(formatIssue(issue, 'en')).toBe('"{value}" must be one of y, but is x.')
  })
})

test('formatIssuePath writes keys with points and positions in brackets', () => {
  expect(formatIssuePath(['nodes', 3, 'config', 'tokens', 'text'])).toBe('nodes[3].config.tokens.text')
  expect(formatIssuePath([])).toBe('')
})

test('formatIssue: a list is joined as its language joins, and an empty one is a dash', () => {
  const params = { node: 'split', outlet: 'gone' }
  const of = (allowed: string[], locale: 'en' | 'ja') =>
    formatIssue({ code: 'graph.unknownOutlet', severity: 'error', params: { ...params, allowed } }, locale)
  expect(of(['a', 'b'], 'en')).toContain('a, b')
  expect(of(['a', 'b'], 'ja')).toContain('a、b')
  expect(of([], 'en')).toContain('–')
})

test('every Japanese message is punctuated in full width', () => {
  const half = /[ぁ-ゖァ-ヺ一-龠ー」）}][(:]|[(:)] ?[ぁ-ゖァ-ヺ一-龠「]/u
  // Code, addresses and the syntax of a header stand as people type them.
  const texts = Object.entries(issueMessages).map(([code, { ja }]) => [
    code,
    ja.replaceAll(/「名前: 値」|[\w.]+\(…\)|:\/\//g, ''),
  ])
  expect(texts.filter(([, ja]) => half.test(ja!))).toEqual([])
})
