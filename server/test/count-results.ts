export type Count = { passed: number; failed: number; skipped: number }

type VitestReport = {
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/** A file that could not be loaded has no tests that fail, so it counts as one failure. */
export function countVitest(report: unknown): Count {
  const files = (report as VitestReport | undefined)?.testResults ?? []
  const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status))
  const unloadable = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: statuses.filter((status) => status === 'passed').length,
    failed: statuses.filter((status) => status === 'failed').length + unloadable.length,
    skipped: statuses.filter((status) => status !== 'passed' && status !== 'failed').length,
  }
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** A test that passed only after a retry counts as failed, because it hides a fault. */
export function countPlaywright(report: unknown): Count {
  const { stats, errors = [] } = (report as Partial<PlaywrightReport> | undefined) ?? {}
  if (!stats) return { passed: 0, failed: 0, skipped: 0 }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}
