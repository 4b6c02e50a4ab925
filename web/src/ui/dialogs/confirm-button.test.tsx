import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import { ConfirmButton } from './confirm-button.tsx'

async function renderRevoke() {
  const calls: string[] = []
  await renderUi(
    <ConfirmButton question="Programs are refused." confirmLabel="Revoke now" onConfirm={() => calls.push('revoked')}>
      Revoke
    </ConfirmButton>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Revoke' }))
  return calls
}

it('confirm button: the first click asks and does nothing', async () => {
  const calls = await renderRevoke()
  expect(screen.getByRole('alertdialog', { name: 'Programs are refused.' })).toBeInTheDocument()
  expect(calls).toEqual([])
})

it('confirm button: the second button acts and closes', async () => {
  const calls = await renderRevoke()
  await userEvent.click(screen.getByRole('button', { name: 'Revoke now' }))
  expect(calls).toEqual(['revoked'])
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

it('confirm button: cancel does nothing', async () => {
  const calls = await renderRevoke()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(calls).toEqual([])
  expect(screen.queryByRole('alertdialog')).toBeNull()
})
