import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderUi } from '../../../../../test/render-ui.tsx'
import { TestResultPanel, type TestResult } from './test-result-panel.tsx'

const failed: TestResult = {
  outcome: 'httpError',
  request: {
    method: 'POST',
    url: 'https://example.com/x',
    headers: { authorization: '••••' },
    body: null,
    truncated: false,
  },
  reply: { status: 429, headers: {}, body: 'slow down', truncated: false },
  extracted: {},
  durationMs: 120,
  error: { code: 'statusRefused', message: 'The reply has status 429; 2xx counts as success.' },
}

it('test result: shows the outcome, the reply with its status in words and the request with masked secrets', async () => {
  await renderUi(<TestResultPanel result={failed} />)
  expect(screen.getByRole('status')).toHaveTextContent('Error reply')
  expect(screen.getByText(/2xx counts as success/)).toBeInTheDocument()
  expect(screen.getByText('429 Too Many Requests')).toBeInTheDocument()
  expect(screen.getByText('slow down')).toBeInTheDocument()
  expect(screen.getByText('••••')).toBeInTheDocument()
})

it('test result: each finding is shown once', async () => {
  const issues = ['No value for "text".', '"score" must be a number.'].map((message, index) => ({
    code: 'callout.tokenMissing',
    severity: 'error' as const,
    path: `tokens.${index}`,
    message,
  }))
  const message = issues.map((issue) => issue.message).join(' ')
  const result: TestResult = {
    outcome: 'mappingError',
    request: null,
    extracted: {},
    durationMs: 0,
    error: { code: 'notMapped', message },
    issues,
  }
  await renderUi(<TestResultPanel result={result} />)
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(issues.map((issue) => issue.message))
  expect(screen.queryByText(message)).toBeNull()
})
