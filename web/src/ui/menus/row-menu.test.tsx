import { Menu } from '@mantine/core'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import { RowMenu } from './row-menu.tsx'

async function renderMenu() {
  const chosen: string[] = []
  await renderUi(
    <RowMenu label="Actions for Renewal">
      <Menu.Item onClick={() => chosen.push('duplicate')}>Duplicate</Menu.Item>
      <Menu.Item onClick={() => chosen.push('delete')}>Delete</Menu.Item>
    </RowMenu>,
  )
  return { chosen, button: screen.getByRole('button', { name: 'Actions for Renewal' }) }
}

it('opens, does what is chosen and gives the focus back', async () => {
  const { chosen, button } = await renderMenu()
  await userEvent.click(button)
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Duplicate' }))
  expect(chosen).toEqual(['duplicate'])
  expect(screen.queryByRole('menu')).toBeNull()
  expect(button).toHaveFocus()
})

it('closes on a second press of its button, and on Escape', async () => {
  const { button } = await renderMenu()
  await userEvent.click(button)
  await userEvent.click(button)
  expect(screen.queryByRole('menu')).toBeNull()
  await userEvent.click(button)
  await screen.findByRole('menu')
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('menu')).toBeNull()
})

it('can be worked with the keyboard alone', async () => {
  const { chosen, button } = await renderMenu()
  button.focus()
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('menu')
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(chosen).toEqual(['delete'])
})
