import { UnstyledButton } from '@mantine/core'
import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { FailureClassIcon } from './failure-class-icon.tsx'
import { NodeMark } from '../node-mark.tsx'
import classes from '../participants.module.css'
import { type Journey, useJourneyNodes } from '../use-journey.ts'

type Parked = Outputs['participants']['parked']['items'][number]
export type ParkedChoice = { nodeId: string | undefined; failureClass: FailureClass | undefined }

export type ParkedGroupsProps = {
  journey: Journey
  parked: readonly Parked[]
  choice: ParkedChoice
  onChoose: (choice: ParkedChoice) => void
}

/**
 * Parked enrollments by node and failure class. A click filters the list by a group; a second click removes the filter.
 */
export function ParkedGroups({ journey, parked, choice, onChoose }: ParkedGroupsProps) {
  const { t } = useTranslation('participants')
  const format = useFormat()
  const nodes = useJourneyNodes(journey)
  return (
    <ul className={classes.groups} aria-label={t('parked.groups')}>
      {[...Map.groupBy(parked, ({ nodeId }) => nodeId)].map(([nodeId, groups]) => (
        <li key={nodeId}>
          <span className={classes.where}>
            <NodeMark kind={nodes.get(nodeId)?.kind} />
            <span>{nodes.labelOf(nodeId)}</span>
          </span>
          <ul className={classes.causes}>
            {groups.map(({ failureClass, people }) => {
              const isChosen = choice.nodeId === nodeId && choice.failureClass === failureClass
              return (
                <li key={failureClass}>
                  <UnstyledButton
                    className={classes.cause}
                    aria-pressed={isChosen}
                    onClick={() =>
                      onChoose(isChosen ? { nodeId: undefined, failureClass: undefined } : { nodeId, failureClass })
                    }
                  >
                    <FailureClassIcon failureClass={failureClass} />
                    <span>{t(`failureClass.${failureClass}`)}</span>
                    <b>{format.number(people)}</b>
                  </UnstyledButton>
                </li>
              )
            })}
          </ul>
        </li>
      ))}
    </ul>
  )
}
