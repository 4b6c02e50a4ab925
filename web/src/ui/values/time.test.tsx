import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import { Time } from './time.tsx'

afterEach(() => {
  vi.useRealTimers()
})

it('time: hovering shows the time zone', async () => {
  await renderUi(<Time at="2026-11-22T15:04:05Z" />)
  await userEvent.hover(screen.getByRole('time'))
  const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'long' })
    .formatToParts(new Date('2026-11-22T15:04:05Z'))
    .find((part) => part.type === 'timeZoneName')?.value
  expect(await screen.findByRole('tooltip')).toHaveTextContent(zone ?? 'no zone')
})

it('time: the element has a machine-readable instant', async () => {
  await renderUi(<Time at="2026-11-22T15:04:05+09:00" as="date" />, 'ja')
  expect(screen.getByRole('time')).toHaveAttribute('datetime', '2026-11-22T06:04:05.000Z')
})

it('time: the present moment is shown as "just now"', async () => {
  await renderUi(<Time at={Date.now()} as="relative" />)
  expect(screen.getByRole('time')).toHaveTextContent('just now')
})

it('time: an instant after the last tick of the page clock is not shown as in the future', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const start = Date.now()
  const page = await renderUi(<Time at={start - 60_000} as="relative" />)
  vi.setSystemTime(start + 12_000)
  page.unmount()
  await renderUi(
    <>
      <Time at={start - 60_000} as="relative" />
      <Time at={start + 12_000} as="relative" />
    </>,
  )
  expect(screen.getAllByRole('time')[1]).toHaveTextContent('just now')
})
