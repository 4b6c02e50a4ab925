import { Button, Collapse } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import classes from './backfill-people.module.css'
import { useEditor } from '../context/editor-context.tsx'

export type BackfillPeopleProps = { nodeId: string; step: string }

/** The enrollments that are past a new node and would be sent to it, by name. Loaded only when opened. */
export function BackfillPeople({ nodeId, step }: BackfillPeopleProps) {
  const { t } = useTranslation('editor')
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  return (
    <div className={classes.who}>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-expanded={isOpen}
        aria-controls={id}
        rightSection={<IconChevronDown size={14} stroke={1.5} className={classes.chevron} data-open={isOpen} />}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t(isOpen ? 'backfill.hide' : 'backfill.show')}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        {isOpen ? <People nodeId={nodeId} step={step} /> : null}
      </Collapse>
    </div>
  )
}

function People({ nodeId, step }: BackfillPeopleProps) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const format = useFormat()
  const { journeyId } = useEditor()
  const list = useQuery(trpc.journeys.backfillPeople.queryOptions({ journeyId, nodeId }, { staleTime: 0 }))
  if (list.error) return <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <ListSkeleton rows={3} />
  const { people, total } = list.data
  const more = total - people.length
  return (
    <>
      {/* It scrolls, so it must be reachable by keyboard. */}
      <ul className={classes.people} aria-label={t('backfill.label', { step })} tabIndex={0}>
        {people.map(({ participantId, label }) => (
          <li key={participantId}>{label}</li>
        ))}
      </ul>
      {more > 0 ? (
        <p className={classes.more}>{t('backfill.more', { count: more, people: format.number(more) })}</p>
      ) : null}
    </>
  )
}
