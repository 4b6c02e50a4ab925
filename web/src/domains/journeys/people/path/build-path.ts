import type { Outputs } from '../../../../lib/api/api-types.ts'

export type Participant = Outputs['participants']['get']
export type Enrollment = Participant['enrollments'][number]
export type StepExecution = Participant['stepExecutions'][number]
export type Callout = Outputs['callouts']['list']['items'][number]
export type Mail = Outputs['mails']['list']['items'][number]
export type Cta = Outputs['ctas']['list']['items'][number]
export type SurveyResponse = Outputs['surveys']['responses']['items'][number]

export type PathStep = {
  key: string
  execution: StepExecution
  callouts: Callout[]
  mail: Mail | null
  cta: Cta | null
  response: SurveyResponse | null
}

export type JourneyRun = {
  enrollment: Enrollment
  steps: PathStep[]
  /** Calls made at the current step, which has no execution record yet. */
  underWay: Callout[]
}

export type PathRecords = {
  callouts: readonly Callout[]
  mails: readonly Mail[]
  ctas: readonly Cta[]
  responses: readonly SurveyResponse[]
}

/** The enrollments of a participant, newest first, each with its steps in order and their outside effects. */
export function buildPath(participant: Participant, { callouts, mails, ctas, responses }: PathRecords): JourneyRun[] {
  return participant.enrollments
    .map((enrollment): JourneyRun => {
      const isOwn = (record: { enrollmentId: string | null }) => record.enrollmentId === enrollment.id
      // Attempts arrive newest first; the first attempt is shown first.
      const calls = callouts.filter((callout) => isOwn(callout) && !callout.isTest).toReversed()
      const executions = participant.stepExecutions.filter(isOwn)
      const steps = executions.map((execution): PathStep => {
        const reason = execution.reason ?? {}
        return {
          key: `${execution.stepId} ${execution.visit} ${execution.leftAt}`,
          execution,
          callouts: calls.filter((call) => call.stepId === execution.stepId && call.visit === execution.visit),
          mail: mails.find((mail) => mail.id === reason.mailId) ?? null,
          response: responseOf(execution, responses.filter(isOwn)),
          cta: reason.code === 'ctaOpened' ? ctaOf(execution, ctas.filter(isOwn)) : null,
        }
      })
      const listed = new Set(steps.flatMap((step) => step.callouts.map((call) => call.id)))
      return { enrollment, steps, underWay: calls.filter((call) => !listed.has(call.id)) }
    })
    .toSorted((a, b) => b.enrollment.entry - a.enrollment.entry)
}

/** A survey is sent at one step and awaited at the next, where the response is shown. */
function responseOf(execution: StepExecution, responses: readonly SurveyResponse[]): SurveyResponse | null {
  return responses.find(({ nodeId, visit }) => nodeId === execution.nodeId && visit === execution.visit - 1) ?? null
}

/** A node in a loop opens one CTA per visit. This finds the one that was opened nearest to this execution. */
function ctaOf(execution: StepExecution, ctas: readonly Cta[]): Cta | null {
  const own = ctas.filter((cta) => cta.nodeId === execution.nodeId)
  const distance = (cta: Cta) => Math.abs(Date.parse(cta.createdAt) - Date.parse(execution.leftAt))
  return own.toSorted((a, b) => distance(a) - distance(b))[0] ?? null
}

/**
 * Whether the current step is missing from the recorded steps. A parked enrollment stays at the step that failed, which
 * is recorded.
 */
export function hasUnrecordedStep({ enrollment, steps }: JourneyRun): boolean {
  if (enrollment.status === 'completed' || enrollment.status === 'dropped' || enrollment.status === 'parked')
    return false
  return enrollment.nodeId !== null || steps.length === 0
}
