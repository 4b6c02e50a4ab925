import type { RecordName } from '@tabiji/shared/effects/effect.ts'
import type { Outputs } from '../../../../lib/api/api-types.ts'

export type Participant = Outputs['participants']['get']
export type Enrollment = Participant['enrollments'][number]
export type StepExecution = Participant['stepExecutions'][number]
export type Callout = Outputs['callouts']['list']['items'][number]
export type Mail = Outputs['mails']['list']['items'][number]
export type Cta = Outputs['ctas']['list']['items'][number]
export type SurveyResponse = Outputs['surveys']['responses']['items'][number]

/** A record of each kind that effects keep. */
export type RecordOf = { callouts: Callout; ctas: Cta; mails: Mail; responses: SurveyResponse }
export type PathRecords = { readonly [Name in RecordName]: readonly RecordOf[Name][] }

export type PathStep = {
  key: string
  execution: StepExecution
  records: PathRecords
}

export type JourneyRun = {
  enrollment: Enrollment
  steps: PathStep[]
  /** Calls made at the current step, which has no execution record yet. */
  underWay: Callout[]
}

/** The enrollments of a participant, newest first, each with its steps in order and what is kept of their effects. */
export function buildPath(participant: Participant, records: PathRecords): JourneyRun[] {
  return participant.enrollments
    .map((enrollment): JourneyRun => {
      const isOwn = (record: { enrollmentId: string | null }) => record.enrollmentId === enrollment.id
      // Attempts arrive newest first; the first attempt is shown first.
      const callouts = records.callouts.filter((callout) => isOwn(callout) && !callout.isTest).toReversed()
      const ctas = records.ctas.filter(isOwn)
      const responses = records.responses.filter(isOwn)
      const steps = participant.stepExecutions.filter(isOwn).map((execution): PathStep => ({
        key: `${execution.stepId} ${execution.visit} ${execution.leftAt}`,
        execution,
        records: {
          callouts: callouts.filter((call) => call.stepId === execution.stepId && call.visit === execution.visit),
          mails: records.mails.filter((mail) => mail.id === execution.reason?.mailId),
          responses: responsesOf(execution, responses),
          ctas: execution.reason?.code === 'ctaOpened' ? ctasOf(execution, ctas) : [],
        },
      }))
      const listed = new Set(steps.flatMap((step) => step.records.callouts.map((call) => call.id)))
      return { enrollment, steps, underWay: callouts.filter((call) => !listed.has(call.id)) }
    })
    .toSorted((a, b) => b.enrollment.entry - a.enrollment.entry)
}

/** A survey is sent at one step and awaited at the next, where the response is shown. */
function responsesOf(execution: StepExecution, responses: readonly SurveyResponse[]): SurveyResponse[] {
  return responses.filter(({ nodeId, visit }) => nodeId === execution.nodeId && visit === execution.visit - 1)
}

/** A node in a loop opens one CTA per visit. This finds the one that was opened nearest to this execution. */
function ctasOf(execution: StepExecution, ctas: readonly Cta[]): Cta[] {
  const own = ctas.filter((cta) => cta.nodeId === execution.nodeId)
  const distance = (cta: Cta) => Math.abs(Date.parse(cta.createdAt) - Date.parse(execution.leftAt))
  return own.toSorted((a, b) => distance(a) - distance(b)).slice(0, 1)
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
