import { type ExternalAction, externalActionSchema } from '@tabiji/shared/callout/external-action.ts'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { openForm } from '../../test/node-form-harness.tsx'
import { fieldsReadBy } from './call-api/test-tab.tsx'

const action = (name: string, tokens: Record<string, unknown>[], outputs: string[] = []): ExternalAction =>
  externalActionSchema.parse({
    connectionId: 'slack',
    name,
    method: 'POST',
    path: '/x',
    tokens,
    extract: outputs.map((output) => ({ name: output, path: `$.${output}`, type: 'text' })),
  })

const externalActions = new Map([
  ['post', action('Post message', [{ name: 'channel', required: true }, { name: 'text' }], ['ts'])],
  ['update', action('Update message', [{ name: 'channel', required: true }, { name: 'ts' }], ['ts', 'ok'])],
])

const mapped = {
  externalActionId: 'post',
  tokens: {
    channel: { from: 'custom' as const, value: '#nps' },
    text: { from: 'template' as const, value: '{{ participant.email }} gave {{ participant.score }}' },
  },
  save: [{ output: 'ts', field: 'email' }],
}

async function choose(label: string, option: string | RegExp): Promise<void> {
  const user = userEvent.setup()
  await user.click(screen.getByRole('combobox', { name: label }))
  await user.click(await screen.findByRole('option', { name: option }))
}

test('choosing another external action keeps values of tokens with the same name', async () => {
  const form = await openForm('callApi', mapped, { externalActions })
  await choose('External action', /Update message/)
  expect(form.latest()).toMatchObject({
    externalActionId: 'update',
    tokens: { channel: { from: 'custom', value: '#nps' } },
    save: [{ output: 'ts', field: 'email' }],
  })
  expect(form.latest().tokens).not.toHaveProperty('text')
})

test('each token has a row with what it wants and where its value comes from', async () => {
  await openForm('callApi', mapped, { externalActions })
  const channel = within(screen.getByRole('group', { name: 'channel' }))
  expect(channel.getByText('required')).toBeVisible()
  expect(channel.getByRole('textbox', { name: 'Value of channel' })).toHaveValue('#nps')
  const text = within(screen.getByRole('group', { name: 'text' }))
  expect(text.getByRole('textbox', { name: 'Value of text' })).toHaveTextContent('E-mail gave Score')
})

test('a fixed value is kept as it is typed', async () => {
  const form = await openForm('callApi', mapped, { externalActions })
  const user = userEvent.setup()
  await user.type(screen.getByRole('textbox', { name: 'Value of channel' }), '-tokyo')
  expect(form.latest().tokens?.channel).toEqual({ from: 'custom', value: '#nps-tokyo' })
})

test('a value that the action no longer has is said, and can be removed', async () => {
  const form = await openForm(
    'callApi',
    { ...mapped, tokens: { ...mapped.tokens, old: { from: 'custom', value: 'x' } } },
    { externalActions },
  )
  expect(screen.getByText(/no longer has the value “old”/)).toBeVisible()
  await userEvent.setup().click(screen.getByRole('button', { name: 'Remove it' }))
  expect(Object.keys(form.latest().tokens ?? {})).toEqual(['channel', 'text'])
})

test('testing by hand asks for the fields that the values read, chips included', () => {
  expect(fieldsReadBy({ tokens: { ...mapped.tokens, ts: { from: 'field', field: 'plan' } } })).toEqual([
    'email',
    'score',
    'plan',
  ])
})
