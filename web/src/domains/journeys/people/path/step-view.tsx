import { IconArrowRight, IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import type { PathStep } from './build-path.ts'
import { NodeMark } from '../node-mark.tsx'
import classes from './path.module.css'
import { type ReasonLine, outletName, reasonSentence } from './reason-sentence.ts'
import { StepRecords } from './step-records.tsx'
import { StepTime } from './step-time.tsx'
import type { Journey, JourneyNodes } from '../use-journey.ts'

export type StepViewProps = {
  journey: Journey
  nodes: JourneyNodes
  step: PathStep
  /** When the previous step began. */
  previousAt: string | undefined
}

export function StepView({ journey, nodes, step, previousAt }: StepViewProps) {
  const { t } = useTranslation('participants')
  const locale = useLocale()
  const format = useFormat()
  const { execution, records } = step
  const node = nodes.get(execution.nodeId)
  const context = { t, locale, format, fields: journey.document.fields, node, labelOf: nodes.labelOf }
  const { text, lines } = reasonSentence(execution, context)
  const wayOut = execution.outlet !== null && !/^(next|completed)$/.test(execution.outlet) && node?.kind !== 'exit'
  return (
    <li className={classes.step} data-outcome={execution.outcome}>
      <span className={classes.dot}>
        <NodeMark kind={node?.kind} />
      </span>
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.nodeName}>{nodes.labelOf(execution.nodeId)}</span>
          {wayOut ? (
            <span className={classes.outlet}>
              <IconArrowRight size={12} stroke={1.75} aria-hidden="true" />
              {outletName(execution.outlet!, context)}
            </span>
          ) : null}
          <StepTime enteredAt={execution.enteredAt} leftAt={execution.leftAt} previousAt={previousAt} />
        </div>
        {text ? <p className={classes.reason}>{text}</p> : null}
        {lines.length > 0 ? (
          <ul className={classes.lines}>
            {lines.map((line, index) => (
              <TestLine key={`${index} ${line.text}`} line={line} />
            ))}
          </ul>
        ) : null}
        <StepRecords records={records} />
      </div>
    </li>
  )
}

function TestLine({ line }: { line: ReasonLine }) {
  const Icon = line.met === null ? IconMinus : line.met ? IconCheck : IconX
  return (
    <li className={classes.test} data-met={line.met ?? undefined}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      <span>{line.text}</span>
    </li>
  )
}
