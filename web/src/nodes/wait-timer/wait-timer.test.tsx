import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { openForm } from '../../../test/node-form-harness.tsx'

const user = userEvent.setup()

async function chooseZone(search: string, name: string): Promise<void> {
  const zone = screen.getByRole('combobox', { name: 'Whose clock' })
  await user.clear(zone)
  await user.type(zone, search)
  await user.click(await screen.findByRole('option', { name }))
}

test('a date keeps its clock time when another zone is chosen, and is no moment in the zone of each person', async () => {
  const form = await openForm('waitTimer', { mode: 'until', at: '2026-07-01T09:00:00+09:00' })
  await chooseZone('New_York', 'America/New_York')
  expect(form.latest()).toEqual({ mode: 'until', at: '2026-07-01T09:00:00-04:00', timeZone: 'America/New_York' })
  await chooseZone('Each', 'Each person’s own')
  expect(form.latest()).toEqual({ mode: 'until', at: '2026-07-01T09:00:00', timeZone: 'participant' })
  expect(screen.getByLabelText('Date and time')).toHaveValue('2026-07-01T09:00')
  await chooseZone('Tokyo', 'Asia/Tokyo')
  expect(form.latest()).toEqual({ mode: 'until', at: '2026-07-01T09:00:00+09:00', timeZone: 'Asia/Tokyo' })
})

test('a date of the person takes a time of day, and gives it back when it is emptied', async () => {
  const form = await openForm('waitTimer', { mode: 'untilField', field: 'renewal' })
  await user.type(screen.getByLabelText('Time of day'), '09:30')
  expect(form.latest()).toMatchObject({ time: '09:30' })
  await user.clear(screen.getByLabelText('Time of day'))
  expect(form.latest()).toMatchObject({ time: null })
})

test('only waits that go by somebody’s clocks ask whose', async () => {
  await openForm('waitTimer', { mode: 'duration', amount: 3, unit: 'hours' })
  expect(screen.queryByRole('combobox', { name: 'Whose clock' })).toBeNull()
})
