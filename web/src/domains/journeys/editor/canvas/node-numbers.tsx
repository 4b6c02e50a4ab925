import type { NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import classes from './canvas.module.css'
import { useEditor } from '../context/editor-context.tsx'
import { useNodeNumbers } from '../context/use-journey-numbers.tsx'

/** Live numbers beside a card: first the enrollments that are here now, then those that passed. */
export const NodeNumbers = memo(function NodeNumbers({ nodeId }: { nodeId: NodeId }) {
  const { t } = useTranslation('editor')
  const format = useFormat()
  const { journeyId } = useEditor()
  const numbers = useNodeNumbers(nodeId)
  if (!numbers) return null
  const { entered, waiting, parked, dropped, callouts, mails, survey } = numbers
  const count = (people: number) => (people < 10_000 ? format.number(people) : format.compact(people))
  return (
    <div className={classes.numbers}>
      {waiting > 0 ? (
        <Figure key={waiting} text={t('numbers.waiting', { people: count(waiting) })} tone="strong" />
      ) : null}
      {parked > 0 ? (
        <Figure
          key={`f${parked}`}
          tone="danger"
          text={
            <AnchorLink
              to="/journeys/$journeyId/participants"
              params={{ journeyId }}
              search={{ nodeId, status: 'parked' }}
              // A click on the link does not open the node, and a drag does not move the card.
              className="nodrag"
              inherit
              c="inherit"
              onClick={(event) => event.stopPropagation()}
            >
              {t('numbers.parked', { people: count(parked) })}
            </AnchorLink>
          }
        />
      ) : null}
      {dropped > 0 ? <Figure text={t('numbers.dropped', { people: count(dropped) })} /> : null}
      <Figure text={t('numbers.here', { people: count(entered) })} />
      {survey ? (
        <Figure
          text={t(survey.scale === 'nps' ? 'numbers.nps' : 'numbers.csat', {
            count: survey.responded,
            answers: count(survey.responded),
            result: survey.result ?? 0,
          })}
        />
      ) : null}
      {mails && mails.opened > 0 ? (
        <Figure text={t('numbers.seen', { opened: count(mails.opened), clicked: count(mails.clicked) })} />
      ) : null}
      {callouts && callouts.attempts > 0 && callouts.p95Ms !== null ? (
        <Figure
          text={t('numbers.calls', {
            count: callouts.attempts,
            total: count(callouts.attempts),
            p95: format.duration(callouts.p95Ms),
          })}
        />
      ) : null}
    </div>
  )
})

/** Fades in when its number changed, because it is then a new element. */
function Figure({ text, tone }: { text: ReactNode; tone?: 'strong' | 'danger' }) {
  return (
    <span className={classes.figure} data-tone={tone}>
      {text}
    </span>
  )
}
