import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { renderUi } from '../../../../../../test/render-ui.tsx'
import { type ActionDraft, newActionDraft } from '../draft/action-draft.ts'
import { InsertProvider, useInsertTargets } from './insert-target.tsx'
import { TemplateInput } from './template-input.tsx'
import { TokenBar } from './token-bar.tsx'
import { declareToken } from '../draft/used-tokens.ts'

const findings = { byPath: {}, errors: 0 }
const drafts: ActionDraft[] = []

function Form({ initial }: { initial: ActionDraft }) {
  const [current, setDraft] = useState(initial)
  drafts.push(current)
  const targets = useInsertTargets((text) => setDraft((before) => ({ ...before, path: before.path + text })))
  return (
    <InsertProvider value={targets}>
      <TokenBar draft={current} onChange={setDraft} findings={findings} readOnly={false} />
      <TemplateInput label="Path" value={current.path} onChange={(path) => setDraft({ ...current, path })} />
    </InsertProvider>
  )
}

const empty: ActionDraft = { ...newActionDraft('c1'), bodyKind: 'none' }

it('offers to add what is written but is no value yet, and is silent afterwards', async () => {
  await renderUi(<Form initial={{ ...empty, path: '/users/{{id}}' }} />)
  expect(screen.getByRole('status')).toHaveTextContent(
    '{{id}} is in the request, but no value of that name is there yet.',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Add the value id' }))
  expect(drafts.at(-1)?.tokens).toMatchObject([{ name: 'id', type: 'text', required: true }])
  expect(screen.queryByRole('status')).toBeNull()
})

it('declares several at once', async () => {
  await renderUi(<Form initial={{ ...empty, path: '/{{a}}/{{b}}' }} />)
  await userEvent.click(screen.getByRole('button', { name: 'Add all' }))
  expect(drafts.at(-1)?.tokens.map(({ name }) => name)).toEqual(['a', 'b'])
})

it('writes a value where the cursor was', async () => {
  await renderUi(<Form initial={declareToken({ ...empty, path: '/users/notes' }, 'id')} />)
  const path = screen.getByLabelText<HTMLInputElement>('Path')
  await userEvent.click(path)
  path.setSelectionRange(7, 7)
  await userEvent.click(screen.getByRole('button', { name: 'id' }))
  expect(drafts.at(-1)?.path).toBe('/users/{{id}}notes')
})

it('asks where a new value belongs while no text field has had the cursor', async () => {
  await renderUi(<Form initial={empty} />)
  await userEvent.click(screen.getByRole('button', { name: 'New value' }))
  expect(await screen.findByText(/First click where the value belongs/)).toBeVisible()
  expect(screen.queryByLabelText('Name the new value')).toBeNull()
  expect(drafts.at(-1)?.tokens).toEqual([])
})

it('asks for the name of a new value, writes it at the cursor and declares it', async () => {
  await renderUi(<Form initial={declareToken({ ...empty, path: '/users/{{id}}/notes' }, 'id')} />)
  const path = screen.getByLabelText<HTMLInputElement>('Path')
  await userEvent.click(path)
  path.setSelectionRange(13, 13)
  await userEvent.click(screen.getByRole('button', { name: 'New value' }))
  const name = await screen.findByLabelText('Name the new value')
  await userEvent.type(name, 'id{Enter}')
  expect(screen.getByText('There is a value of this name already. Choose another one.')).toBeVisible()
  await userEvent.clear(name)
  await userEvent.type(name, 'note{Enter}')
  expect(drafts.at(-1)).toMatchObject({
    path: '/users/{{id}}{{note}}/notes',
    tokens: [{ name: 'id' }, { name: 'note' }],
  })
})
