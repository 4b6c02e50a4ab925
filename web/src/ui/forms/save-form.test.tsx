import { TextInput } from '@mantine/core'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { TRPCClientError } from '@trpc/client'
import { useState } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import { FormDialog } from './form-dialog.tsx'
import { SaveForm } from './save-form.tsx'
import { errorsByField, useSaveForm } from './use-save-form.ts'

const refusal = (issues: { path: string; message: string }[]) =>
  TRPCClientError.from({
    error: {
      code: -32600,
      message: 'Some values are not right.',
      data: {
        code: 'invalid',
        httpStatus: 422,
        title: 'Not valid',
        issues: issues.map((issue) => ({ ...issue, code: 'schema.invalid', severity: 'error' })),
      },
    },
  })

let saved: { name: string; emails: string }[] = []
let answer: () => Promise<unknown> = async () => undefined

beforeEach(() => {
  saved = []
  answer = async () => undefined
})

function PersonForm({ onSaved }: { onSaved: () => void }) {
  const state = useSaveForm({
    initialValues: { name: '', emails: '' },
    validate: { name: (name) => (name ? null : 'Enter a name.') },
    save: async (values) => {
      await answer()
      saved.push(values)
    },
    onSaved,
  })
  return (
    <SaveForm state={state} submitLabel="Create" onCancel={onSaved}>
      <TextInput label="Name" {...state.form.getInputProps('name')} />
      <TextInput label="E-mails" {...state.form.getInputProps('emails')} />
    </SaveForm>
  )
}

function PersonDialog() {
  const [opened, setOpened] = useState(true)
  return (
    <FormDialog opened={opened} onClose={() => setOpened(false)} title="New person">
      <PersonForm onSaved={() => setOpened(false)} />
    </FormDialog>
  )
}

async function renderDialog() {
  const router = createRouter({
    routeTree: createRootRoute({ component: PersonDialog }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await renderUi(<RouterProvider<typeof router> router={router} />)
  await screen.findByRole('dialog', { name: 'New person' })
  return userEvent.setup()
}

const create = () => screen.getByRole('button', { name: 'Create' })
const dialogIsGone = () => waitFor(() => expect(screen.queryByRole('dialog', { name: 'New person' })).toBeNull())

it('form: a wrong value is named at its field, which gets the focus, and nothing is sent', async () => {
  const user = await renderDialog()
  await user.click(create())
  expect(screen.getByLabelText('Name')).toHaveAccessibleDescription('Enter a name.')
  expect(screen.getByLabelText('Name')).toHaveFocus()
  expect(saved).toEqual([])
})

it("form: the server's issue stands at its field until the user changes a value", async () => {
  answer = () => Promise.reject(refusal([{ path: 'emails[1]', message: 'The second one is no address.' }]))
  const user = await renderDialog()
  await user.type(screen.getByLabelText('Name'), 'Aiko')
  await user.click(create())
  expect(await screen.findByText('Not valid')).toBeInTheDocument()
  expect(screen.getByLabelText('E-mails')).toHaveAccessibleDescription('The second one is no address.')
  expect(screen.getByLabelText('E-mails')).toHaveFocus()
  // At the field, so not in the notice too.
  expect(screen.getAllByText('The second one is no address.')).toHaveLength(1)
  await user.type(screen.getByLabelText('E-mails'), 'a')
  expect(screen.queryByText('Not valid')).toBeNull()
  expect(screen.getByLabelText('Name')).toHaveValue('Aiko')
})

it('form: the button shows progress while it saves, and the dialog then closes without asking', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  answer = () => promise
  const user = await renderDialog()
  await user.type(screen.getByLabelText('Name'), 'Aiko')
  await user.click(create())
  await waitFor(() => expect(create()).toBeDisabled())
  resolve()
  await dialogIsGone()
  expect(saved).toEqual([{ name: 'Aiko', emails: '' }])
})

it('form dialog: Escape asks before it discards what was typed', async () => {
  const user = await renderDialog()
  await user.type(screen.getByLabelText('Name'), 'Aiko')
  await user.keyboard('{Escape}')
  await screen.findByRole('dialog', { name: 'Discard your changes?' })
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Discard your changes?' })).toBeNull())
  expect(screen.getByLabelText('Name')).toHaveValue('Aiko')
  await user.keyboard('{Escape}')
  await user.click(await screen.findByRole('button', { name: 'Discard' }))
  await dialogIsGone()
})

it('form dialog: Escape closes an untouched form at once', async () => {
  const user = await renderDialog()
  await user.keyboard('{Escape}')
  await dialogIsGone()
  expect(screen.queryByRole('dialog', { name: 'Discard your changes?' })).toBeNull()
})

it('errors by field: the first message of each field, found by the start of its path', () => {
  const error = refusal([
    { path: 'name', message: 'first' },
    { path: 'name', message: 'second' },
    { path: 'nameOfOther', message: 'other' },
    { path: 'emails[0]', message: 'no address' },
  ])
  expect(errorsByField(error, ['name', 'emails'])).toEqual({ name: 'first', emails: 'no address' })
})
