import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { openForm } from '../../../test/node-form-harness.tsx'

const user = userEvent.setup()

test('a condition is built by choosing a field, a comparison and a value', async () => {
  const form = await openForm('conditionalWait', { condition: { all: [] }, timeLimit: null })
  await user.click(screen.getByRole('button', { name: 'Condition' }))
  await user.click(screen.getByRole('button', { name: 'What is tested' }))
  await user.click(await screen.findByRole('option', { name: /Score/ }))
  await user.click(screen.getByRole('combobox', { name: 'Comparison' }))
  await user.click(await screen.findByRole('option', { name: 'is at least' }))
  await user.type(screen.getByRole('textbox', { name: 'Value' }), '9')
  expect(form.latest().condition).toEqual({ all: [{ field: 'score', operator: 'gte', value: 9 }] })
})

test('conditional wait: a CTA signal can be chosen for one step or for any', async () => {
  const nodes = [{ id: 'cta', kind: 'createCta', position: { x: 0, y: 0 }, config: {} }]
  const form = await openForm(
    'conditionalWait',
    { condition: { all: [{ field: '', operator: 'eq' }] }, timeLimit: null },
    { nodes },
  )
  await user.click(screen.getByRole('button', { name: 'What is tested' }))
  await user.click(await screen.findByRole('option', { name: 'CTA closed as lost' }))
  expect(form.latest().condition).toEqual({ all: [{ signal: 'ctaClosedLost' }] })
  await user.click(screen.getByRole('combobox', { name: 'Which step' }))
  await user.click(await screen.findByRole('option', { name: 'cta' }))
  expect(form.latest().condition).toEqual({ all: [{ signal: 'ctaClosedLost', node: 'cta' }] })
})

test('an event from outside can be waited for, and what a document says about its values is kept and can be changed', async () => {
  const where = { vip: true, 'order.total': { operator: 'gte' as const, value: 5 } }
  const filtered = { signal: 'eventReceived' as const, topic: 'order.paid', where }
  const form = await openForm('conditionalWait', {
    condition: { all: [{ field: '', operator: 'eq' }, filtered] },
    timeLimit: null,
  })
  expect(screen.getByRole('combobox', { name: 'Which event' })).toHaveProperty('value', 'order.paid')
  const total = within(screen.getByRole('group', { name: 'order.total' }))
  await user.click(total.getByRole('combobox', { name: 'Comparison' }))
  await user.click(await screen.findByRole('option', { name: 'is' }))
  expect(form.latest().condition).toMatchObject({ all: [{}, { where: { vip: true, 'order.total': 5 } }] })
  await user.click(screen.getByRole('button', { name: 'No longer compare vip' }))
  await user.click(screen.getAllByRole('button', { name: 'What is tested' })[0]!)
  await user.click(await screen.findByRole('option', { name: 'event received' }))
  expect(form.latest().condition).toEqual({
    all: [{ signal: 'eventReceived' }, { ...filtered, where: { 'order.total': 5 } }],
  })
})

test('a group can be turned into its opposite and a test taken out', async () => {
  const form = await openForm('conditionalWait', {
    condition: { all: [{ field: 'score', operator: 'eq', value: 1 }] },
    timeLimit: null,
  })
  await user.click(screen.getByRole('combobox', { name: 'How the conditions go together' }))
  await user.click(await screen.findByRole('option', { name: 'None of these' }))
  expect(form.latest().condition).toEqual({ not: { any: [{ field: 'score', operator: 'eq', value: 1 }] } })
  await user.click(screen.getByRole('button', { name: 'Remove condition' }))
  expect(form.latest().condition).toEqual({ not: { any: [] } })
})

test('a time limit can be taken away and set again', async () => {
  const form = await openForm('conditionalWait', { condition: { all: [] }, timeLimit: { amount: 3, unit: 'days' } })
  await user.click(screen.getByRole('switch', { name: /Stop waiting/ }))
  expect(form.latest().timeLimit).toBeNull()
  await user.click(screen.getByRole('switch', { name: /Stop waiting/ }))
  expect(form.latest().timeLimit).toEqual({ amount: 7, unit: 'days' })
})
