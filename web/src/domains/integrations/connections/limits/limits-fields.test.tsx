import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { renderUi } from '../../../../../test/render-ui.tsx'
import { type LimitsDraft, limitsDraftOf, limitsOf } from './limits-draft.ts'
import { LimitsFields } from './limits-fields.tsx'

const drafts: LimitsDraft[] = []

function Form({ initial, errors = {} }: { initial: LimitsDraft; errors?: Record<string, string> }) {
  const [draft, setDraft] = useState(initial)
  return (
    <LimitsFields
      draft={draft}
      errors={errors}
      onChange={(next) => {
        drafts.push(next)
        setDraft(next)
      }}
    />
  )
}

it('limits fields: a typed number becomes a limit, an emptied field removes it', async () => {
  await renderUi(<Form initial={limitsDraftOf({ requestsPerSecond: 5, burst: 20 })} />)
  const user = userEvent.setup()
  await user.type(screen.getByRole('textbox', { name: 'Calls at the same time' }), '12')
  await user.clear(screen.getByRole('textbox', { name: 'Calls per second' }))
  await user.type(screen.getByRole('textbox', { name: 'Calls per minute' }), '90')
  expect(limitsOf(drafts.at(-1)!, { burst: 20 })).toEqual({ requestsPerMinute: 90, concurrency: 12, burst: 20 })
})

it('the sentence about a system that does not answer has the numbers that hold, the usual ones where none are set', async () => {
  await renderUi(<Form initial={limitsDraftOf({})} />)
  expect(screen.getByText(/10 failures in a row/)).toBeVisible()
  const failures = screen.getAllByRole('textbox').at(-3)!
  await userEvent.setup().type(failures, '3')
  expect(screen.getByText(/3 failures in a row/)).toBeVisible()
  expect(limitsOf(drafts.at(-1)!, {})).toEqual({ breaker: { failures: 3 } })
})

it('a refusal stands at the number it is about', async () => {
  await renderUi(<Form initial={limitsDraftOf({})} errors={{ 'limits.concurrency': 'Too many.' }} />)
  expect(screen.getByRole('textbox', { name: 'Calls at the same time' })).toHaveAccessibleDescription('Too many.')
})
