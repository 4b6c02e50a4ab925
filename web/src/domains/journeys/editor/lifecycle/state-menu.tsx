import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDots,
  IconFileImport,
  IconHistory,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconVersions,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ConfirmDialog } from '../../../../ui/dialogs/confirm-dialog.tsx'
import { MenuItemLink } from '../../../../ui/layout/links.tsx'
import { toastDone, toastError } from '../../../../ui/feedback/toast.ts'
import { useEditor, useEditorView } from '../context/editor-context.tsx'
import { ResumeDialog, type ResumeVerb } from './resume-dialog.tsx'
import { HistorySheet } from '../history/history-sheet.tsx'
import classes from './state-menu.module.css'
import { VersionsSheet } from '../history/versions-sheet.tsx'
import type { JourneyHead } from '../context/journey-head.types.ts'

const changes = {
  active: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['restart'],
  draft: [],
} as const satisfies Record<JourneyHead['state'], readonly string[]>
type Change = 'pause' | 'stop' | ResumeVerb

const icons = { pause: IconPlayerPause, resume: IconPlayerPlay, stop: IconPlayerStop, restart: IconPlayerPlay }

/** The actions for the journey as a whole, and its history. */
export function StateMenu({ head }: { head: JourneyHead }) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { journeyId } = useEditor()
  const mayManage = useHasRole('admin')
  const { openShortcuts } = useEditorView()
  const [asking, setAsking] = useState<'stop' | ResumeVerb | null>(null)
  const [shown, setShown] = useState<'history' | 'versions' | null>(null)
  const options = (said: 'paused' | 'stopped') => ({
    onSuccess: async () => {
      setAsking(null)
      toastDone(t(said))
      await queryClient.invalidateQueries({ queryKey: trpc.journeys.pathKey() })
    },
    onError: toastError,
  })
  const pause = useMutation(trpc.journeys.pause.mutationOptions(options('paused')))
  const stop = useMutation(trpc.journeys.stop.mutationOptions(options('stopped')))
  // A journey that is being resumed counts as active.
  const offered: readonly Change[] = changes[head.resuming ? 'active' : head.state]
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('more')}>
            <IconDots size={18} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayManage
            ? offered.map((change) => {
                const Icon = icons[change]
                return (
                  <Menu.Item
                    key={change}
                    leftSection={<Icon size={16} stroke={1.5} />}
                    onClick={() => (change === 'pause' ? pause.mutate({ journeyId }) : setAsking(change))}
                  >
                    {t(change)}
                  </Menu.Item>
                )
              })
            : null}
          <MenuItemLink
            to="/journeys/$journeyId/import"
            params={{ journeyId }}
            leftSection={<IconFileImport size={16} stroke={1.5} />}
          >
            {t('import')}
          </MenuItemLink>
          {head.publishedVersion === null ? null : (
            <>
              <Menu.Item leftSection={<IconVersions size={16} stroke={1.5} />} onClick={() => setShown('versions')}>
                {t('versions.title')}
              </Menu.Item>
              <Menu.Item leftSection={<IconHistory size={16} stroke={1.5} />} onClick={() => setShown('history')}>
                {t('history.title')}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<span className={classes.key}>?</span>} onClick={openShortcuts}>
            {t('shortcuts')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking === 'stop'}
        title={t('stopTitle')}
        confirmLabel={t('stop')}
        busy={stop.isPending}
        onConfirm={() => stop.mutate({ journeyId })}
        onClose={() => setAsking(null)}
      >
        {t('stopText')}
      </ConfirmDialog>
      <ResumeDialog verb={asking === 'stop' ? null : asking} onClose={() => setAsking(null)} />
      <HistorySheet opened={shown === 'history'} onClose={() => setShown(null)} />
      <VersionsSheet opened={shown === 'versions'} onClose={() => setShown(null)} />
    </>
  )
}
