import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import { type DataColumn, DataList } from './data-list.tsx'

type Person = { id: string; name: string }

const columns: DataColumn<Person>[] = [
  { key: 'name', header: 'Name', width: '1fr', cell: (person) => person.name },
  { key: 'menu', header: 'Actions', headerHidden: true, width: '2rem', cell: () => null },
]
const people = (count: number) => Array.from({ length: count }, (_, id) => ({ id: String(id), name: `Person ${id}` }))

it('data list: is a named table, and a column without a visible header has a name', async () => {
  await renderUi(<DataList label="People" columns={columns} rows={people(3)} rowKey={(person) => person.id} />)
  const table = screen.getByRole('table', { name: 'People' })
  expect(within(table).getAllByRole('row')).toHaveLength(4)
  expect(within(table).getByRole('columnheader', { name: 'Actions' })).toBeInTheDocument()
  expect(screen.queryByRole('button')).toBeNull()
})

it('asks for the next page when somebody wants more', async () => {
  let asked = 0
  const more = { hasNextPage: true, isFetchingNextPage: false, fetchNextPage: () => (asked += 1) }
  await renderUi(
    <DataList label="People" columns={columns} rows={people(3)} rowKey={(person) => person.id} more={more} />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }))
  expect(asked).toBe(1)
})

it('data list: the row count is unknown while there are more pages', async () => {
  const more = { hasNextPage: true, isFetchingNextPage: false, fetchNextPage: () => undefined }
  await renderUi(
    <DataList label="People" columns={columns} rows={people(3)} rowKey={(person) => person.id} more={more} />,
  )
  expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '-1')
})

it('data list: a long list renders only the rows near the screen', async () => {
  await renderUi(<DataList label="People" columns={columns} rows={people(5_000)} rowKey={(person) => person.id} />)
  expect(screen.getAllByRole('row').length).toBeLessThan(100)
  expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '5001')
})
