import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { renderUi } from '../../../test/render-ui.tsx'
import type { ApiError, ApiIssue } from '../../lib/api/api-error.ts'
import { ErrorNotice } from './error-notice.tsx'

type Data = NonNullable<ApiError['data']>

function refusal(message: string, data: Partial<Data>): unknown {
  return TRPCClientError.from({
    error: { code: -32600, message, data: { code: 'invalid', httpStatus: 422, path: 'x', ...data } },
  })
}

const issue = (path: string, message: string): ApiIssue => ({ code: 'input.invalid', severity: 'error', path, message })

describe('a refusal', () => {
  it('is said in the words of the server, with each issue', async () => {
    const error = refusal('Some values are not right.', {
      title: 'Not valid',
      issues: [issue('name', 'The name is too long.'), issue('role', 'Choose a role.')],
    })
    await renderUi(<ErrorNotice error={error} />)
    expect(screen.getByRole('alert')).toHaveTextContent('Not valid')
    expect(screen.getByText('Some values are not right.')).toBeVisible()
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'The name is too long.',
      'Choose a role.',
    ])
  })

  it('leaves out the issues that stand beside their fields already', async () => {
    const error = refusal('Some values are not right.', { issues: [issue('name', 'The name is too long.')] })
    await renderUi(<ErrorNotice error={error} shownElsewhere={['name']} />)
    expect(screen.queryByText('The name is too long.')).toBeNull()
  })

  it('shows the first five of many issues and counts the rest', async () => {
    const issues = Array.from({ length: 8 }, (_, index) => issue(`rows[${index}]`, `Row ${index} is wrong.`))
    await renderUi(<ErrorNotice error={refusal('Some values are not right.', { issues })} />)
    expect(screen.getAllByRole('listitem')).toHaveLength(6)
    expect(screen.getByText('3 more problems')).toBeVisible()
  })

  it('offers to try again where that may help', async () => {
    let tries = 0
    await renderUi(<ErrorNotice error={refusal('No.', {})} onRetry={() => (tries += 1)} />)
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(tries).toBe(1)
  })
})

describe('an error that is no refusal', () => {
  it('says that the server cannot be reached when no answer came', async () => {
    const error = TRPCClientError.from(new TypeError('Failed to fetch'))
    await renderUi(<ErrorNotice error={error} />)
    expect(screen.getByRole('alert')).toHaveTextContent('Tabiji cannot be reached')
    expect(screen.queryByText(/Failed to fetch/)).toBeNull()
  })

  it('shows nothing of what is inside a bug of the page', async () => {
    await renderUi(<ErrorNotice error={new TypeError('x is not a function')} />, 'ja')
    expect(screen.getByRole('alert')).toHaveTextContent('予期しない問題')
    expect(screen.queryByText(/not a function/)).toBeNull()
  })
})
