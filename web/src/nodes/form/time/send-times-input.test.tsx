import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { email } from '@tabiji/shared/nodes/email.ts'
import { expect, test } from 'vitest'
import { openForm } from '../../../../test/node-form-harness.tsx'

const user = userEvent.setup()
const mail = { subject: 'Hello', body: '<p>Hello</p>' }

test('mails go at any time until hours are chosen, and again when they are taken back', async () => {
  const form = await openForm('email', mail)
  const only = screen.getByRole('switch', { name: /^Send at certain hours only/ })
  expect(screen.queryByRole('group', { name: 'On these days' })).toBeNull()
  await user.click(only)
  expect(form.latest().sendTimes).toEqual({ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'journey' })
  expect(email.config.safeParse(form.latest()).success).toBe(true)
  await user.click(only)
  expect(form.latest().sendTimes).toBeNull()
})

test('days, hours and the clock are chosen, and an end before the beginning is on the next day', async () => {
  const times = { weekdays: [1, 2], from: '09:00', to: '18:00', zone: 'journey' }
  const form = await openForm('email', { ...mail, sendTimes: times })
  await user.click(screen.getByRole('checkbox', { name: 'Sun' }))
  await user.click(screen.getByRole('checkbox', { name: 'Mon' }))
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '22:00' } })
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '06:00' } })
  const zone = screen.getByRole('combobox', { name: 'Whose clock' })
  await user.clear(zone)
  await user.type(zone, 'Each')
  await user.click(await screen.findByRole('option', { name: 'Each person’s own' }))
  expect(form.latest().sendTimes).toEqual({ weekdays: [2, 7], from: '22:00', to: '06:00', zone: 'participant' })
  expect(screen.getByText('On the next day')).toBeVisible()
})

test('hours without a day say what is missing, and midnight ends the day', async () => {
  const times = { weekdays: [3], from: '09:00', to: '18:00', zone: 'journey' }
  const form = await openForm('email', { ...mail, sendTimes: times })
  await user.click(screen.getByRole('checkbox', { name: 'Wed' }))
  expect(screen.getByText('Choose at least one day.')).toBeVisible()
  expect(email.config.safeParse(form.latest()).success).toBe(false)
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '00:00' } })
  expect(form.latest().sendTimes?.to).toBe('24:00')
  expect(screen.queryByText('On the next day')).toBeNull()
})
