import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowForwardUp, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../../lib/session/session.ts'
import { ConfirmButton } from '../../../../ui/dialogs/confirm-button.tsx'
import { ConfirmDialog } from '../../../../ui/dialogs/confirm-dialog.tsx'
import { ParticipantActionMenu } from '../participant-action-menu.tsx'
import type { JourneyRun } from '../path/build-path.ts'
import classes from '../path/path.module.css'
import { useParticipantAction } from '../use-participant-action.ts'
import type { Journey } from '../use-journey.ts'

/** Error codes that leave the delivery in doubt: a retry may deliver a second time. */
const inDoubtCodes: readonly unknown[] = ['timeout', 'network', 'mailInDoubt']

export type ParticipantActionsProps = { journey: Journey; journeyRun: JourneyRun; participantId: string; name: string }

/** The actions for an enrollment at a node: retry, skip, move or drop. */
export function ParticipantActions({ journey, journeyRun, participantId, name }: ParticipantActionsProps) {
  const { t } = useTranslation('participants')
  const mayEdit = useHasRole('editor')
  const act = useParticipantAction()
  const [dropping, { open: askDrop, close: closeDrop }] = useDisclosure(false)
  const { status, nodeId } = journeyRun.enrollment
  const isParked = status === 'parked'
  if (!mayEdit || journey.state !== 'active' || nodeId === null || !(isParked || status === 'active')) return null

  const run = (action: 'retry' | 'skip' | 'move' | 'drop', to?: string) =>
    act.mutate({ journeyId: journey.id, action, ids: [participantId], ...(to && { nodeId: to }) })
  const isInDoubt = inDoubtCodes.includes(journeyRun.steps.at(-1)?.execution.reason?.code)
  return (
    <div className={classes.actions}>
      {!isParked ? null : isInDoubt ? (
        <ConfirmButton
          size="xs"
          question={t('act.retryQuestion')}
          confirmLabel={t('act.retry')}
          confirmColor="brand"
          onConfirm={() => run('retry')}
        >
          {t('act.retry')}
        </ConfirmButton>
      ) : (
        <Button
          size="xs"
          loading={act.isPending}
          leftSection={<IconRefresh size={14} stroke={1.75} />}
          onClick={() => run('retry')}
        >
          {t('act.retry')}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        disabled={act.isPending}
        leftSection={<IconArrowForwardUp size={14} stroke={1.75} />}
        onClick={() => run('skip')}
      >
        {t('act.skip')}
      </Button>
      <ParticipantActionMenu
        journey={journey}
        nodeId={nodeId}
        disabled={act.isPending}
        position="bottom-start"
        onMove={(to) => run('move', to)}
        onDrop={askDrop}
      />
      <ConfirmDialog
        opened={dropping}
        title={t('act.dropTitle', { name })}
        confirmLabel={t('act.drop')}
        busy={act.isPending}
        onConfirm={() => {
          closeDrop()
          run('drop')
        }}
        onClose={closeDrop}
      >
        {t('act.dropText')}
      </ConfirmDialog>
    </div>
  )
}
