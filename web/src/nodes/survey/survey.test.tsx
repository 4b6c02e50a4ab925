import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { openForm } from '../../../test/node-form-harness.tsx'

const user = userEvent.setup()
const survey = {
  scale: 'nps',
  question: 'Would you recommend us?',
  comment: null,
  scoreField: null,
  commentField: null,
} as const

test('a question keeps its answer in a field that fits, or in none', async () => {
  const form = await openForm('survey', { survey })
  await user.click(screen.getByRole('button', { name: 'Field for the score' }))
  expect(screen.queryByRole('option', { name: /Plan/ })).toBeNull()
  await user.click(await screen.findByRole('option', { name: /Score/ }))
  expect(form.latest().survey).toEqual({ ...survey, scoreField: 'score' })
  await user.click(screen.getByRole('button', { name: 'Field for the score' }))
  await user.click(await screen.findByRole('option', { name: 'Do not keep' }))
  expect(form.latest().survey).toEqual(survey)
})

test('the scale is chosen, and a second question asked and taken back with its field', async () => {
  const form = await openForm('survey', { survey: { ...survey, comment: 'Why?', commentField: 'email' } })
  await user.click(screen.getByRole('radio', { name: 'Satisfaction, 1–5' }))
  await user.click(screen.getByRole('switch', { name: 'Ask for a comment too' }))
  expect(form.latest().survey).toEqual({ ...survey, scale: 'csat' })
  await user.click(screen.getByRole('switch', { name: 'Ask for a comment too' }))
  expect(form.latest().survey?.comment).toBe('What is the main reason for your score?')
})
