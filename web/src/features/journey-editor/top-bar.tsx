import { ActionIcon, Button, Menu, TextInput, Tooltip } from '@mantine/core'
import {
  IconChevronLeft,
  IconCircleDashed,
  IconClockPause,
  IconDots,
  IconFileImport,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPointFilled,
  IconRocket,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api-types.ts'
import { useMay } from '../../lib/session.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { StatusBadge, type StatusBadgeProps } from '../../ui/status-badge.tsx'
import { toastDone, toastError } from '../../ui/toast.ts'
import { useEditor, useEditorState, useEditorView } from './editor-context.tsx'
import { SaveStatus } from './save-status.tsx'
import classes from './top-bar.module.css'

export type JourneyHead = Pick<
  Outputs['journeys']['get'],
  'state' | 'publishedVersion' | 'hasUnpublishedChanges' | 'draftRevision'
>

const looks: Record<JourneyHead['state'], Pick<StatusBadgeProps, 'icon' | 'tone'>> = {
  draft: { icon: IconCircleDashed, tone: 'neutral' },
  scheduled: { icon: IconClockPause, tone: 'info' },
  active: { icon: IconPointFilled, tone: 'success' },
  paused: { icon: IconPlayerPause, tone: 'warning' },
  stopped: { icon: IconPlayerStop, tone: 'neutral' },
}

export function TopBar({ head, onPublish }: { head: JourneyHead; onPublish: () => void }) {
  const { t } = useTranslation('editor')
  const { journeyId } = useEditor()
  const { openSettings } = useEditorView()
  const version = head.publishedVersion === null ? '' : ` ${t('version', { version: head.publishedVersion })}`
  const isAhead = useEditorState(({ pending, saved }) => pending.length > 0 || saved.revision !== head.draftRevision)
  const hasNews = head.publishedVersion === null || head.hasUnpublishedChanges || isAhead
  return (
    <header className={classes.bar}>
      <Link to="/journeys" className={classes.back}>
        <IconChevronLeft size={18} stroke={1.5} aria-hidden="true" />
        {t('back')}
      </Link>
      <JourneyName />
      <div className={classes.state}>
        <StatusBadge {...looks[head.state]} label={`${t(`state.${head.state}`)}${version}`} />
        {hasNews && version ? <span className={classes.news}>{t('unpublished')}</span> : null}
        <SaveStatus />
      </div>
      <div className={classes.actions}>
        <Tooltip label={t('participants')}>
          <ActionIcon
            renderRoot={(props) => <Link to="/journeys/$journeyId/participants" params={{ journeyId }} {...props} />}
            aria-label={t('participants')}
          >
            <IconUsers size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('settings')}>
          <ActionIcon aria-label={t('settings')} onClick={openSettings}>
            <IconSettings size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <StateMenu head={head} />
        <Button
          variant={hasNews ? 'filled' : 'default'}
          leftSection={<IconRocket size={16} stroke={1.5} />}
          onClick={onPublish}
        >
          {t('publish')}
        </Button>
      </div>
    </header>
  )
}

function JourneyName() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const name = useEditorState((state) => state.document.name)
  const readOnly = useEditorState((state) => state.readOnly)
  // A name may not be empty, but the input may be while another one is typed.
  const [typing, setTyping] = useState<string | null>(null)
  return (
    <TextInput
      variant="unstyled"
      className={classes.name}
      aria-label={t('name')}
      value={typing ?? name}
      maxLength={200}
      readOnly={readOnly}
      onChange={(event) => {
        const next = event.currentTarget.value
        setTyping(next)
        if (next.trim() !== '') store.changeSettings({ name: next.trimStart() })
      }}
      onBlur={() => {
        setTyping(null)
        store.sealHistory()
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}

const changes = {
  active: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['restart'],
  draft: [],
  scheduled: [],
} as const satisfies Record<JourneyHead['state'], readonly string[]>
type Change = 'pause' | 'resume' | 'stop' | 'restart'

const changeIcons = { pause: IconPlayerPause, resume: IconPlayerPlay, stop: IconPlayerStop, restart: IconPlayerPlay }
const changeDone = { pause: 'paused', resume: 'resumed', stop: 'stopped', restart: 'restarted' } as const

function StateMenu({ head }: { head: JourneyHead }) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { journeyId } = useEditor()
  const mayManage = useMay('admin')
  const { openShortcuts } = useEditorView()
  const [asking, setAsking] = useState(false)
  const options = (change: Change) => ({
    onSuccess: async () => {
      setAsking(false)
      toastDone(t(changeDone[change]))
      await queryClient.invalidateQueries(trpc.journeys.get.queryFilter({ journeyId }))
    },
    onError: toastError,
  })
  const mutations = {
    pause: useMutation(trpc.journeys.pause.mutationOptions(options('pause'))),
    resume: useMutation(trpc.journeys.resume.mutationOptions(options('resume'))),
    stop: useMutation(trpc.journeys.stop.mutationOptions(options('stop'))),
    restart: useMutation(trpc.journeys.restart.mutationOptions(options('restart'))),
  }
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
            ? changes[head.state].map((change) => {
                const Icon = changeIcons[change]
                return (
                  <Menu.Item
                    key={change}
                    leftSection={<Icon size={16} stroke={1.5} />}
                    onClick={() => (change === 'stop' ? setAsking(true) : mutations[change].mutate({ journeyId }))}
                  >
                    {t(change)}
                  </Menu.Item>
                )
              })
            : null}
          <Menu.Item
            leftSection={<IconFileImport size={16} stroke={1.5} />}
            renderRoot={(props) => <Link to="/journeys/$journeyId/import" params={{ journeyId }} {...props} />}
          >
            {t('import')}
          </Menu.Item>
          <Menu.Item leftSection={<span className={classes.key}>?</span>} onClick={openShortcuts}>
            {t('shortcuts')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={t('stopTitle')}
        confirmLabel={t('stop')}
        busy={mutations.stop.isPending}
        onConfirm={() => mutations.stop.mutate({ journeyId })}
        onClose={() => setAsking(false)}
      >
        {t('stopText')}
      </ConfirmDialog>
    </>
  )
}
