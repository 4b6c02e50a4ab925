import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { renderUi } from '../../../../../../test/render-ui.tsx'
import { mask as storedSecret } from '@tabiji/shared/auth/mask.ts'
import { SecretInput } from './secret-input.tsx'

const values: string[] = []

function Field({ initial }: { initial: string }) {
  const [value, setValue] = useState(initial)
  values.push(value)
  return <SecretInput label="Token" value={value} onChange={setValue} />
}

it('secret input: a stored secret is named, not shown', async () => {
  await renderUi(<Field initial={storedSecret} />)
  expect(screen.getByText('Stored. It is encrypted and not shown.')).toBeInTheDocument()
  expect(screen.queryByLabelText('Token')).toBeNull()
})

it('secret input: Replace takes a new secret, cancelling keeps the stored one', async () => {
  await renderUi(<Field initial={storedSecret} />)
  await userEvent.click(screen.getByRole('button', { name: 'Replace' }))
  await userEvent.type(screen.getByLabelText('Token'), 'new')
  expect(values.at(-1)).toBe('new')
  await userEvent.click(screen.getByRole('button', { name: 'Keep the stored one' }))
  expect(values.at(-1)).toBe(storedSecret)
})

it('secret input: without a stored secret the field is empty', async () => {
  await renderUi(<Field initial="" />)
  expect(screen.getByLabelText('Token')).toHaveValue('')
  expect(screen.queryByRole('button', { name: 'Keep the stored one' })).toBeNull()
})
