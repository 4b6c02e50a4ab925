import { expect, it } from 'vitest'
import { newActionDraft } from '../draft/action-draft.ts'
import { toggleExtract } from './toggle-extract.ts'

const none = newActionDraft('c1')

it('a picked value becomes a rule with its path, a name and the type it looks like', () => {
  expect(toggleExtract(none, ['ticket', 'id'], 71).extract).toMatchObject([
    { path: '$.ticket.id', name: 'id', type: 'number', ifMissing: 'empty' },
  ])
})

it('a second value of the same name gets another one', () => {
  const both = toggleExtract(toggleExtract(none, ['id'], 'a'), ['ticket', 'id'], 71)
  expect(both.extract.map(({ name }) => name)).toEqual(['id', 'id2'])
})

it('picking a value again takes it out', () => {
  const once = toggleExtract(none, ['ok'], true)
  expect(toggleExtract(once, ['ok'], true).extract).toEqual([])
})
