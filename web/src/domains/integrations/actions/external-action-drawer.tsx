import { Button, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExternalActionDrawerProps } from '../../../lib/action-drawers.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ConfirmDialog } from '../../../ui/dialogs/confirm-dialog.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { ExternalActionEditor } from './editor/external-action-editor.tsx'
import { ImportFlow } from './import/import-flow.tsx'
import classes from './external-actions.module.css'
import { UpdateJourneys } from './usage/update-journeys.tsx'
import { UsedBy } from './usage/used-by.tsx'

/** The editor beside the canvas. Closing it asks when changes would be lost. */
export function ExternalActionDrawer({
  opened,
  externalActionId,
  connectionId,
  onSaved,
  onClose,
}: ExternalActionDrawerProps) {
  const { t } = useTranslation(['externalActions', 'common', 'actionImport'])
  const trpc = useTRPC()
  const dirty = useRef(false)
  const [leavingFor, setLeavingFor] = useState<'close' | 'import' | null>(null)
  const [isUpdating, updating] = useDisclosure(false)
  const [isImporting, setImporting] = useState(false)
  const action = useQuery(
    trpc.externalActions.get.queryOptions(
      { id: externalActionId ?? '' },
      { enabled: opened && externalActionId !== null },
    ),
  )
  const close = () => {
    setLeavingFor(null)
    setImporting(false)
    updating.close()
    dirty.current = false
    onClose()
  }
  const startImport = () => {
    setLeavingFor(null)
    dirty.current = false
    setImporting(true)
  }
  return (
    <>
      <Drawer
        opened={opened}
        onClose={() => (dirty.current ? setLeavingFor('close') : close())}
        title={externalActionId === null ? t('externalActions:newTitle') : (action.data?.name ?? '')}
        size="min(78rem, 94vw)"
        padding="lg"
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        {action.error ? (
          <ErrorNotice error={action.error} onRetry={() => void action.refetch()} />
        ) : externalActionId !== null && !action.data ? (
          <FormSkeleton fields={5} />
        ) : (
          <div className={classes.drawer}>
            {action.data ? <UsedBy action={action.data} onUpdate={updating.open} /> : null}
            {externalActionId !== null ? null : isImporting ? (
              <ImportFlow
                onDirty={(now) => {
                  dirty.current = now
                }}
                onSaved={onSaved}
              />
            ) : (
              <div>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<IconFileImport size={16} stroke={1.5} />}
                  onClick={() => (dirty.current ? setLeavingFor('import') : startImport())}
                >
                  {t('actionImport:fromDrawer')}
                </Button>
              </div>
            )}
            {isImporting && externalActionId === null ? null : (
              <ExternalActionEditor
                key={externalActionId ?? 'new'}
                action={externalActionId === null ? undefined : action.data}
                connectionId={connectionId}
                onDirty={(now) => {
                  dirty.current = now
                }}
                onSaved={onSaved}
              />
            )}
          </div>
        )}
      </Drawer>
      {action.data ? <UpdateJourneys action={action.data} opened={isUpdating} onClose={updating.close} /> : null}
      <ConfirmDialog
        opened={leavingFor !== null}
        title={t('common:unsaved.title')}
        confirmLabel={t('common:unsaved.discard')}
        onConfirm={leavingFor === 'import' ? startImport : close}
        onClose={() => setLeavingFor(null)}
      >
        {t('common:unsaved.text')}
      </ConfirmDialog>
    </>
  )
}
