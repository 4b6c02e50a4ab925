import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Time } from '../../../../ui/values/time.tsx'
import { type JourneyRun, hasUnrecordedStep } from './build-path.ts'
import { CalloutAttempts } from './callout-attempts.tsx'
import { NodeMark } from '../node-mark.tsx'
import { ParticipantStatusBadge } from '../participant-status-badge.tsx'
import classes from './path.module.css'
import { StepTime } from './step-time.tsx'
import { StepView } from './step-view.tsx'
import { Disclosure } from './disclosure.tsx'
import { type Journey, useJourneyNodes } from '../use-journey.ts'

type LineProps = {
  journey: Journey
  journeyRun: JourneyRun
  /** Older steps were deleted, so an empty list says nothing about the participant. */
  isCut: boolean
}
type JourneyRunViewProps = LineProps & { isOnly: boolean }

/** One enrollment as a vertical line, from the entry down to the present step. */
export function JourneyRunView({ journey, journeyRun, isOnly, isCut }: JourneyRunViewProps) {
  const { t } = useTranslation('participants')
  const { enrollment } = journeyRun
  const isOpen = enrollment.endedAt === null
  const [opened, setOpened] = useState(isOnly || isOpen)
  if (isOnly) return <Line journey={journey} journeyRun={journeyRun} isCut={isCut} />
  return (
    <Disclosure
      opened={opened}
      onToggle={() => setOpened(!opened)}
      label={
        <>
          <span>{t('entry', { number: enrollment.entry })}</span>
          <ParticipantStatusBadge status={enrollment.status} />
          <Time at={enrollment.createdAt} />
        </>
      }
    >
      <Line journey={journey} journeyRun={journeyRun} isCut={isCut} />
    </Disclosure>
  )
}

function Line({ journey, journeyRun, isCut }: LineProps) {
  const { t } = useTranslation('participants')
  const nodes = useJourneyNodes(journey)
  const { enrollment, steps, underWay } = journeyRun
  const standsAtNode = hasUnrecordedStep(journeyRun) ? enrollment.nodeId : null
  if (steps.length === 0 && standsAtNode === null) {
    return isCut ? null : <p className={classes.muted}>{t('noSteps')}</p>
  }
  return (
    <ol className={classes.line}>
      {steps.map((step, index) => (
        <StepView
          key={step.key}
          journey={journey}
          nodes={nodes}
          step={step}
          previousAt={steps[index - 1]?.execution.enteredAt}
        />
      ))}
      {standsAtNode === null ? null : (
        <li className={classes.step} data-now>
          <span className={classes.dot}>
            <NodeMark kind={nodes.get(standsAtNode)?.kind} />
          </span>
          <div className={classes.body}>
            <div className={classes.head}>
              <span className={classes.nodeName}>{nodes.labelOf(standsAtNode)}</span>
              <span className={classes.nowTag}>{t('now')}</span>
              <StepTime enteredAt={enrollment.enteredAt} leftAt={null} previousAt={steps.at(-1)?.execution.enteredAt} />
            </div>
            <CalloutAttempts callouts={underWay} inDoubt={enrollment.inDoubt} />
          </div>
        </li>
      )}
    </ol>
  )
}
