import type { Condition } from '@tabiji/shared/conditions/condition.ts'
import { Trans, useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useNow } from '../../../../lib/use-now.ts'
import { describeCondition } from '../../../../nodes/form/condition/describe-condition.ts'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import type { JourneyRun } from './build-path.ts'
import { NodeMark } from '../node-mark.tsx'
import classes from './path.module.css'
import { endReason, errorSentence } from './reason-sentence.ts'
import { currentStateOf } from './current-state-of.ts'
import { type Journey, useJourneyNodes } from '../use-journey.ts'

/** The present step and when it continues, in one sentence. */
export function CurrentState({ journey, journeyRun }: { journey: Journey; journeyRun: JourneyRun }) {
  const { t } = useTranslation('participants')
  const locale = useLocale()
  const format = useFormat()
  const now = useNow(true)
  const nodes = useJourneyNodes(journey)
  const { enrollment, steps } = journeyRun
  const node = enrollment.nodeId === null ? undefined : nodes.get(enrollment.nodeId)
  const { fields } = journey.document
  const condition =
    node?.kind === 'conditionalWait' && node.config.condition
      ? describeCondition(node.config.condition as Condition, { locale, fields, labelOf: nodes.labelOf })
      : ''
  const key = currentStateOf(enrollment, { kind: node?.kind, hasCondition: condition !== '', now })
  const last = steps.at(-1)?.execution
  const context = { t, locale, format, fields, node, labelOf: nodes.labelOf }
  const reason =
    enrollment.status === 'completed'
      ? endReason(enrollment.reason ?? '', t)
      : last?.reason
        ? errorSentence(last.reason, context)
        : ''
  return (
    <p className={classes.currentState} data-parked={enrollment.status === 'parked' || undefined} aria-live="polite">
      {node ? <NodeMark kind={node.kind} size={20} /> : null}
      <span>
        <Trans
          t={t}
          i18nKey={`currentState.${key}`}
          values={{
            node: enrollment.nodeId === null ? '' : nodes.labelOf(enrollment.nodeId),
            condition,
            reason,
            connection: enrollment.waitingFor?.connection ?? '',
          }}
          components={{
            node: <strong className={classes.nodeName} />,
            openSince: <Time at={enrollment.waitingFor?.since ?? enrollment.enteredAt} />,
            again: <Time at={enrollment.waitingFor?.until ?? enrollment.enteredAt} as="relative" />,
            due: <Time at={enrollment.dueAt ?? enrollment.enteredAt} />,
            open: (
              <AnchorLink
                to="/connections/$connectionId"
                params={{ connectionId: enrollment.waitingFor?.connectionId ?? '' }}
              />
            ),
            since: <Time at={enrollment.endedAt ?? last?.leftAt ?? enrollment.enteredAt} />,
          }}
        />
      </span>
    </p>
  )
}
