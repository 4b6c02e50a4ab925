import { type ExternalAction, externalActionSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import type { TokenMapping } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { formEnvironment, openForm, testFields } from '../../../test/node-form-harness.tsx'
import { renderUi } from '../../../test/render-ui.tsx'
import { fieldsNeededBy, fieldsReadBy } from './fields-read-by.ts'
import type { Coverage } from './setup/missing-field-values.tsx'
import { TokenRow } from './setup/token-row.tsx'
import { NodeFormProvider } from '../form/node-form-context.tsx'

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

test('while there is no connection it is said where a cURL command goes', async () => {
  await openForm('callApi', {}, { externalActions: new Map() })
  expect(screen.getByRole('combobox', { name: 'External action' })).toHaveAccessibleDescription(/cURL command/)
})

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

test('a value that a chip says what stands in for is not needed', () => {
  const value = '{{ participant.email | default: "nobody" }} gave {{ participant.score }}'
  expect(fieldsNeededBy({ from: 'template', value })).toEqual(['score'])
  const twice = '{{ participant.email | default: "nobody" }} {{ participant.email }}'
  expect(fieldsNeededBy({ from: 'template', value: twice })).toEqual(['email'])
})

const row = async (mapping: TokenMapping, coverage: Coverage, required = false) => {
  const token = { name: 'text', type: 'text', required } as const
  await renderUi(
    <NodeFormProvider value={formEnvironment()}>
      <TokenRow token={token} mapping={mapping} coverage={coverage} onChange={() => undefined} />
    </NodeFormProvider>,
  )
}
const counted: Coverage = { total: 1240, missing: { score: 12, email: 0 }, sampled: null }

test.each<[string, TokenMapping, boolean, RegExp]>([
  [
    'no call is made',
    { from: 'field', field: 'score' },
    true,
    /^12 of 1,240 participants have no value: no call is made/,
  ],
  ['it is left out', { from: 'field', field: 'score' }, false, /^12 of 1,240 .* it is left out of the call for them/],
  ['another value is sent', { from: 'field', field: 'score', ifMissing: { default: 0 } }, true, /“0” is sent for them/],
  ['there is no fallback yet', { from: 'field', field: 'score', ifMissing: { default: '' } }, true, /no call is made/],
  ['nobody lacks one', { from: 'field', field: 'email' }, true, /^Everybody has a value/],
  [
    'a text has a hole',
    { from: 'template', value: 'gave {{ participant.score }}' },
    true,
    /^12 of .* have no Score\.$/,
  ],
])('beside a value it is said for how many participants %s', async (_what, mapping, required, words) => {
  await row(mapping, counted, required)
  expect(screen.getByText(words)).toBeVisible()
})

test('an estimate says that it is one', async () => {
  await row({ from: 'field', field: 'score' }, { total: 1_000_000, missing: { score: 31_000 }, sampled: 54_000 })
  expect(screen.getByText(/^31,000 of 1,000,000 participants have no value/)).toBeVisible()
  expect(screen.getByText('Estimated from 54,000 of them.')).toBeVisible()
})

test('a date can be written as the other side wants it, also by a pattern of one’s own', async () => {
  const user = userEvent.setup()
  const fields = [...testFields, { key: 'renewal', type: 'date' as const, label: 'Renewal' }]
  const config = { externalActionId: 'post', tokens: { text: { from: 'field' as const, field: 'renewal' } } }
  const form = await openForm('callApi', config, { externalActions, fields })
  await choose('How text is written', '2026/11/22')
  expect(form.latest().tokens?.text).toEqual({
    from: 'field',
    field: 'renewal',
    format: { kind: 'date', pattern: '%Y/%m/%d' },
  })
  await choose('How text is written', 'an own pattern')
  await user.type(screen.getByRole('textbox', { name: 'Pattern for text' }), ' %H')
  expect(form.latest().tokens?.text).toMatchObject({ format: { kind: 'date', pattern: '%Y/%m/%d %H' } })
  expect(screen.getByText(/Gives 2026\/11\/22 18\./)).toBeVisible()
  await choose('How text is written', 'as it is')
  expect(form.latest().tokens?.text).toEqual({ from: 'field', field: 'renewal' })
})

test('a format is not offered for a text, and goes away with the field it was for', async () => {
  const decimals = { kind: 'decimals' as const, decimals: 2 }
  const tokens = { text: { from: 'field' as const, field: 'score', format: decimals } }
  const form = await openForm('callApi', { externalActionId: 'post', tokens }, { externalActions })
  expect(screen.getByRole('combobox', { name: 'How text is written' })).toHaveValue('2 decimals')
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Field for text' }))
  await user.click(await screen.findByRole('option', { name: /E-mail/ }))
  expect(form.latest().tokens?.text).toEqual({ from: 'field', field: 'email' })
  expect(screen.queryByRole('combobox', { name: 'How text is written' })).toBeNull()
})

const waiting = {
  ...mapped,
  callback: { timeLimit: { amount: 1, unit: 'days' as const }, succeededWhen: {}, values: [] },
}

test('waiting for a callback is turned on and off with everything that only makes sense with it', async () => {
  const user = userEvent.setup()
  const form = await openForm('callApi', mapped, { externalActions })
  const toggle = screen.getByRole('switch', { name: /Wait until the other system calls back/ })
  await user.click(toggle)
  expect(form.latest().callback).toEqual(waiting.callback)
  await choose('Where text comes from', 'Callback address')
  expect(form.latest().tokens?.text).toEqual({ from: 'callbackUrl' })
  await user.click(toggle)
  expect(form.latest()).toMatchObject({ callback: null, save: mapped.save })
  expect(Object.keys(form.latest().tokens ?? {})).toEqual(['channel'])
})

test('call API: the success value is compared as the chosen type', async () => {
  const user = userEvent.setup()
  const form = await openForm('callApi', waiting, { externalActions })
  await user.click(screen.getByRole('button', { name: 'Only when the callback says so' }))
  await user.type(screen.getByRole('textbox', { name: 'Value' }), '7')
  const key = screen.getByRole('textbox', { name: 'Name in the callback' })
  await user.type(key, '.x')
  await user.tab()
  expect(form.latest().callback?.succeededWhen).toEqual({ 'status.x': '7' })
  await choose('What status.x is', 'number')
  await user.type(screen.getByRole('textbox', { name: 'Value' }), '7')
  expect(form.latest().callback?.succeededWhen).toEqual({ 'status.x': 7 })
})

test('a value of the callback is kept under a name of its own, and with the person', async () => {
  const user = userEvent.setup()
  const form = await openForm('callApi', waiting, { externalActions })
  await user.click(screen.getByRole('button', { name: 'Keep a value' }))
  await user.type(screen.getByRole('textbox', { name: 'Name of the value' }), 'id')
  await user.type(screen.getByRole('textbox', { name: 'Name in the callback' }), 'r.id')
  await user.click(screen.getByRole('button', { name: 'Field for id' }))
  await user.click(await screen.findByRole('option', { name: /Score/ }))
  expect(form.latest()).toMatchObject({
    callback: { values: [{ name: 'id', key: 'r.id', type: 'text' }] },
    save: [...mapped.save, { output: 'id', field: 'score' }],
  })
  await user.click(screen.getByRole('button', { name: 'Do not keep id' }))
  expect(form.latest()).toMatchObject({ callback: { values: [] }, save: mapped.save })
})

test('whether each call has its own address or all have one is chosen, with what only one of them needs', async () => {
  const user = userEvent.setup()
  const text = { from: 'callbackUrl' as const }
  const form = await openForm('callApi', { ...waiting, tokens: { ...mapped.tokens, text } }, { externalActions })
  await user.click(screen.getByRole('radio', { name: 'It always calls the same address' }))
  expect(form.latest().callback?.byKey).toEqual({ endpointId: '', path: '', output: 'ts' })
  expect(Object.keys(form.latest().tokens ?? {})).toEqual(['channel'])
  await user.click(screen.getByRole('combobox', { name: 'Where text comes from' }))
  expect(screen.queryByRole('option', { name: 'Callback address' })).toBeNull()
  await user.click(screen.getByRole('radio', { name: 'Each call has its own address' }))
  expect(form.latest().callback).toEqual(waiting.callback)
})
