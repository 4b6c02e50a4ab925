import type { Condition } from '@tabiji/shared/conditions/condition.ts'
import { Trans, useTranslation } from 'react-i18next'
import { useLanguage } from '../../../../i18n/use-language.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useNow } from '../../../../lib/use-now.ts'
import { describeCondition } from '../../../../nodes/form/condition/describe-condition.ts'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import type { Pass } from './build-path.ts'
import { NodeMark } from '../node-mark.tsx'
import classes from './path.module.css'
import { endReason, errorSentence } from './reason-sentence.ts'
import { standingOf } from './standing-of.ts'
import { type Journey, useJourneyNodes } from '../use-journey.ts'

/** Where somebody stands and when it goes on, as one sentence. */
export function Standing({ journey, pass }: { journey: Journey; pass: Pass }) {
  const { t } = useTranslation('participants')
  const language = useLanguage()
  const format = useFormat()
  const now = useNow(true)
  const nodes = useJourneyNodes(journey)
  const { enrollment, steps } = pass
  const node = enrollment.nodeId === null ? undefined : nodes.get(enrollment.nodeId)
  const { fields } = journey.document
  const condition =
    node?.kind === 'conditionalWait' && node.config.condition
      ? describeCondition(node.config.condition as Condition, { language, fields, labelOf: nodes.labelOf })
      : ''
  const key = standingOf(enrollment, { kind: node?.kind, hasCondition: condition !== '', now })
  const last = steps.at(-1)?.execution
  const context = { t, language, format, fields, node, labelOf: nodes.labelOf }
  const reason =
    enrollment.status === 'completed'
      ? endReason(enrollment.reason ?? '', t)
      : last?.reason
        ? errorSentence(last.reason, context)
        : ''
  return (
    <p className={classes.standing} data-parked={enrollment.status === 'failed' || undefined} aria-live="polite">
      {node ? <NodeMark kind={node.kind} size={20} /> : null}
      <span>
        <Trans
          t={t}
          i18nKey={`standing.${key}`}
          values={{
            node: enrollment.nodeId === null ? '' : nodes.labelOf(enrollment.nodeId),
            condition,
            reason,
            connection: enrollment.heldBy?.connection ?? '',
          }}
          components={{
            node: <strong className={classes.nodeName} />,
            held: <Time at={enrollment.heldBy?.since ?? enrollment.enteredAt} />,
            again: <Time at={enrollment.heldBy?.until ?? enrollment.enteredAt} as="relative" />,
            due: <Time at={enrollment.dueAt ?? enrollment.enteredAt} />,
            open: (
              <AnchorLink
                to="/connections/$connectionId"
                params={{ connectionId: enrollment.heldBy?.connectionId ?? '' }}
              />
            ),
            since: <Time at={enrollment.endedAt ?? last?.leftAt ?? enrollment.enteredAt} />,
          }}
        />
      </span>
    </p>
  )
}
