import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { openForm } from '../../test/node-form-harness.tsx'

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

test('what happens to a CTA can be waited for, at one step or at any', async () => {
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
