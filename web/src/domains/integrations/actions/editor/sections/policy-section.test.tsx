import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { renderUi } from '../../../../../../test/render-ui.tsx'
import { type ActionDraft, contentOf, newActionDraft } from '../draft/action-draft.ts'
import { PolicySection } from './policy-section.tsx'

const drafts: ActionDraft[] = []

function Form({ initial, readOnly = false }: { initial: ActionDraft; readOnly?: boolean }) {
  const [draft, setDraft] = useState(initial)
  return (
    <PolicySection
      draft={draft}
      onChange={(next) => {
        drafts.push(next)
        setDraft(next)
      }}
      findings={{ byPath: {}, errors: 0 }}
      readOnly={readOnly}
      connection={undefined}
    />
  )
}

it('action limits: a typed number becomes a limit, an emptied field removes it, the sentence names both', async () => {
  await renderUi(<Form initial={{ ...newActionDraft('c1'), limits: { requestsPerSecond: 5, burst: 3 } }} />)
  expect(screen.getByText(/^At most 5 calls a second, for all calls of this action together/)).toBeVisible()
  const user = userEvent.setup()
  await user.type(screen.getByRole('textbox', { name: 'Calls at the same time' }), '2')
  await user.clear(screen.getByRole('textbox', { name: 'Calls per second' }))
  expect(contentOf(drafts.at(-1)!).limits).toEqual({ concurrency: 2, burst: 3 })
  expect(screen.getByText(/^At most 2 at the same time, for all calls of this action together/)).toBeVisible()
})

it('action limits: a viewer sees the limits and cannot change them', async () => {
  await renderUi(<Form initial={{ ...newActionDraft('c1'), limits: { requestsPerMinute: 30 } }} readOnly />)
  await userEvent.setup().type(screen.getByRole('textbox', { name: 'Calls per minute' }), '5')
  expect(screen.getByRole('textbox', { name: 'Calls per minute' })).toHaveValue('30')
})
