import { nodeKind, nodeKindNames, parseNode } from '@tabiji/shared/nodes/node-kind.ts'
import { expect, test } from 'vitest'
import { EditorHarness } from '../../../../../test/editor-harness.ts'
import { locales } from '@tabiji/shared/messages/locale.ts'
import { partLabel } from '../../../../nodes/node-view.ts'
import { issueText } from './issue-text.ts'

test('a problem names the step and its parts as people do', () => {
  const editor = new EditorHarness()
  const call = editor.insertOnEdge('cool', 'next', 'callApi')
  const issue = editor.issues.find(({ nodeId, severity }) => nodeId === call && severity === 'error')!
  expect(issueText(issue, editor.document, 'en')).toContain(
    '"Call API" is not finished: the external action is missing',
  )
  expect(issueText(issue, editor.document, 'ja')).toContain('外部アクション')
})

test.each(nodeKindNames)('what is missing in a new %s is said in words, not by the names of its config', (kind) => {
  const parsed = parseNode({ id: 'new', kind, position: { x: 0, y: 0 }, config: nodeKind(kind).defaultConfig })
  const parts = (parsed.ok ? [] : parsed.error).map(({ path }) => String(path?.[1]))
  for (const part of parts) for (const locale of locales) expect(partLabel({ kind }, part, locale)).not.toBe(part)
})
