import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderUi } from '../../test/render.tsx'
import { Time } from './time.tsx'

it('names the zone when somebody points at it', async () => {
  await renderUi(<Time at="2026-11-22T15:04:05Z" />)
  await userEvent.hover(screen.getByRole('time'))
  const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'long' })
    .formatToParts(new Date('2026-11-22T15:04:05Z'))
    .find((part) => part.type === 'timeZoneName')?.value
  expect(await screen.findByRole('tooltip')).toHaveTextContent(zone ?? 'no zone')
})

it('is readable for programs as an instant', async () => {
  await renderUi(<Time at="2026-11-22T15:04:05+09:00" as="date" />, 'ja')
  expect(screen.getByRole('time')).toHaveAttribute('datetime', '2026-11-22T06:04:05.000Z')
})

it('says "just now" for what happened this moment', async () => {
  await renderUi(<Time at={Date.now()} as="relative" />)
  expect(screen.getByRole('time')).toHaveTextContent('just now')
})
