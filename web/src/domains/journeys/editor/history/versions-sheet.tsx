import { Badge, Button } from '@mantine/core'
import { IconArrowBackUp, IconArrowLeft, IconGitCompare } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ConfirmDialog } from '../../../../ui/dialogs/confirm-dialog.tsx'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import { toastUndo } from '../../../../ui/feedback/toast.ts'
import { type Compared, CompareVersions } from './compare-versions.tsx'
import { useEditor } from '../context/editor-context.tsx'
import classes from './versions-sheet.module.css'

type Version = Outputs['journeys']['versions'][number]

/** The published versions with author and note, the differences between any two, and the restore. */
export function VersionsSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('editor')
  return (
    <SideSheet opened={opened} title={t('versions.title')} size="44rem" onClose={onClose}>
      {opened ? <Versions onClose={onClose} /> : null}
    </SideSheet>
  )
}

function Versions({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const { journeyId } = useEditor()
  const [compared, setCompared] = useState<Compared | null>(null)
  const [restoring, setRestoring] = useState<number | null>(null)
  const versions = useQuery(trpc.journeys.versions.queryOptions({ journeyId }, { staleTime: 0 }))
  if (versions.error) return <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />
  if (!versions.data) return <ListSkeleton rows={4} />
  const numbers = versions.data.map(({ number }) => number)
  const [live] = numbers
  if (live === undefined) return <EmptyState motif="pulse" text={t('versions.empty')} />
  if (compared) {
    return (
      <div className={classes.compare}>
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.back}
          leftSection={<IconArrowLeft size={16} stroke={1.5} />}
          onClick={() => setCompared(null)}
        >
          {t('versions.back')}
        </Button>
        <CompareVersions numbers={numbers} compared={compared} onChange={setCompared} />
      </div>
    )
  }
  return (
    <>
      <ol className={classes.list} aria-label={t('versions.title')}>
        {versions.data.map((version) => (
          <Entry
            key={version.number}
            version={version}
            isLive={version.number === live}
            onCompare={setCompared}
            onRestore={() => setRestoring(version.number)}
          />
        ))}
      </ol>
      <Restore number={restoring} onClose={() => setRestoring(null)} onDone={onClose} />
    </>
  )
}

type EntryProps = {
  version: Version
  isLive: boolean
  onCompare: (compared: Compared) => void
  onRestore: () => void
}

function Entry({ version, isLive, onCompare, onRestore }: EntryProps) {
  const { t } = useTranslation('editor')
  const mayEdit = useHasRole('editor')
  const { number, note, publishedAt, publishedBy } = version
  const named = { version: number }
  const compare = (compared: Compared, label: string, name: string) => (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconGitCompare size={16} stroke={1.5} />}
      aria-label={name}
      onClick={() => onCompare(compared)}
    >
      {label}
    </Button>
  )
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <span className={classes.name}>{t('versions.name', named)}</span>
        {isLive ? (
          <Badge variant="light" size="sm" tt="none">
            {t('versions.newest')}
          </Badge>
        ) : null}
        <span className={classes.who}>
          {publishedBy.name} · <Time at={publishedAt} />
        </span>
      </div>
      {note ? <p className={classes.note}>{note}</p> : null}
      <div className={classes.verbs}>
        {number > 1
          ? compare({ from: number - 1, to: number }, t('versions.changes'), t('versions.changesOf', named))
          : null}
        {compare({ from: number, to: 'draft' }, t('versions.withDraft'), t('versions.withDraftOf', named))}
        {mayEdit ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={16} stroke={1.5} />}
            aria-label={t('versions.restoreOf', named)}
            onClick={onRestore}
          >
            {t('versions.restore')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}

/** A restore is an edit of the draft: autosave saves it, and undo reverts it. */
function Restore({ number, onClose, onDone }: { number: number | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { journeyId, store } = useEditor()
  const restore = useMutation({
    mutationFn: (version: number) =>
      queryClient.fetchQuery(trpc.journeys.version.queryOptions({ journeyId, number: version })),
    onSuccess: ({ number: version, document }) => {
      onClose()
      onDone()
      if (store.restore(document, version)) toastUndo(t('versions.restored', { version }), () => void store.undo())
    },
  })
  const named = { version: number ?? 0 }
  return (
    <ConfirmDialog
      opened={number !== null}
      title={t('versions.restoreTitle', named)}
      confirmLabel={t('versions.restore')}
      busy={restore.isPending}
      error={restore.error}
      onConfirm={() => number !== null && restore.mutate(number)}
      onClose={onClose}
    >
      {t('versions.restoreText', named)}
    </ConfirmDialog>
  )
}
