import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import { type JsonSteps, jsonPathOf } from '../../lib/json-path-of.ts'
import { JsonTree } from './json-tree.tsx'

const reply = { ok: true, ticket: { id: 71, 'odd key': 'a' }, tags: ['x', 'y'], people: [{ name: 'Aiko' }] }

async function renderTree(picked?: ReadonlyMap<string, string>) {
  const taken: [string, unknown][] = []
  const onPick = (steps: JsonSteps, value: unknown) => void taken.push([jsonPathOf(steps), value])
  await renderUi(<JsonTree label="Reply" value={reply} onPick={onPick} picked={picked} />)
  return taken
}

describe('picking a value of a reply', () => {
  it.each([
    ['Take $.ticket.id: 71', '$.ticket.id', 71],
    ['Take $.ticket[\'odd key\']: "a"', "$.ticket['odd key']", 'a'],
    ['Take $.people[0].name: "Aiko"', '$.people[0].name', 'Aiko'],
    ['Take $.tags: 2 items', '$.tags', ['x', 'y']],
  ])('%s', async (name, path, value) => {
    const taken = await renderTree()
    await userEvent.click(screen.getByRole('button', { name }))
    expect(taken).toEqual([[path, value]])
  })

  it('works by keyboard', async () => {
    const taken = await renderTree()
    screen.getByRole('button', { name: 'Take $.ok: true' }).focus()
    await userEvent.keyboard('{Enter}')
    expect(taken).toEqual([['$.ok', true]])
  })

  it('is not offered for what no field can hold', async () => {
    await renderTree()
    expect(screen.queryByRole('button', { name: /Take \$\.people:/ })).toBeNull()
    expect(screen.queryByRole('button', { name: /Take \$\.ticket:/ })).toBeNull()
  })
})

it('JSON tree: a value that is extracted shows its output name', async () => {
  await renderTree(new Map([['$.ticket.id', 'ticketId']]))
  expect(screen.getByText('→ ticketId')).toBeInTheDocument()
})

it('folds a part away and opens it again', async () => {
  await renderTree()
  const tree = within(screen.getByRole('group', { name: 'Reply' }))
  await userEvent.click(tree.getByRole('button', { name: 'Fold ticket' }))
  expect(tree.queryByText('71')).toBeNull()
  await userEvent.click(tree.getByRole('button', { name: 'Open ticket' }))
  expect(tree.getByText('71')).toBeInTheDocument()
})
