import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import { FilterChip } from './filter-chip.tsx'

const options = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
]

async function renderChip(value: string | undefined, shown = options) {
  const changes: (string | undefined)[] = []
  await renderUi(<FilterChip label="State" options={shown} value={value} onChange={(next) => changes.push(next)} />)
  return changes
}

it('filter chip: an option is chosen with the mouse', async () => {
  const changes = await renderChip(undefined)
  await userEvent.click(screen.getByRole('button', { name: 'State' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Closed' }))
  expect(changes).toEqual(['closed'])
})

it('filter chip: an option is chosen with the keyboard', async () => {
  const changes = await renderChip(undefined)
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('option', { name: 'Open' })
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(changes).toHaveLength(1)
})

it('filter chip: shows its value and has a button that clears it', async () => {
  const changes = await renderChip('open')
  expect(screen.getByRole('button', { name: 'State: Open' })).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Remove the filter “State”' }))
  expect(changes).toEqual([undefined])
})

it('filter chip: many options can be searched', async () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ value: String(index), label: `Step ${index}` }))
  await renderChip(undefined, many)
  await userEvent.click(screen.getByRole('button', { name: 'State' }))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Search' }), '11')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Step 11'])
})
