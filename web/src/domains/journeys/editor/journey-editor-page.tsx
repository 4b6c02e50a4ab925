import '@xyflow/react/dist/base.css'
import { notifications } from '@mantine/notifications'
import { Skeleton } from '@mantine/core'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../../i18n/i18n.ts'
import { isStaleDraft, isUnreachable } from '../../../lib/api/api-error.ts'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC, useTRPCClient } from '../../../lib/api/trpc.ts'
import { ErrorPage } from '../../../ui/layout/error-page.tsx'
import { createAutosave } from './store/autosave.ts'
import type { Editor } from './context/editor-context.tsx'
import { createEditorStore, type EditorStore } from './store/editor-store.ts'
import { issueText } from './context/issue-text.ts'
import { JourneyEditor } from './journey-editor.tsx'
import classes from './journey-editor.module.css'

const resumePollMs = 1_000

export function JourneyEditorPage() {
  const { journeyId } = useParams({ from: '/signed-in/journeys/$journeyId' })
  const trpc = useTRPC()
  const journey = useQuery(
    trpc.journeys.get.queryOptions(
      { journeyId },
      { staleTime: 0, refetchInterval: ({ state }) => (state.data?.resuming ? resumePollMs : false) },
    ),
  )
  // A cached older response would be the base of edits that the server then refuses.
  if (journey.data && journey.isFetchedAfterMount) return <OpenJourney key={journeyId} journey={journey.data} />
  if (journey.error) return <ErrorPage error={journey.error} reset={() => void journey.refetch()} />
  return <EditorSkeleton />
}

type Journey = Outputs['journeys']['get']

/** The draft is read once. From then on the editor is ahead of the server, and autosave updates the server. */
function OpenJourney({ journey }: { journey: Journey }) {
  const client = useTRPCClient()
  const mayEdit = useHasRole('editor')
  const [editor, setEditor] = useState<Editor | null>(null)
  // A newer response for the same journey must not replace the edited draft.
  const [opened] = useState(journey)

  useEffect(() => {
    const store: EditorStore = createEditorStore(
      { document: opened.document, revision: opened.draftRevision, readOnly: !mayEdit },
      { onRefused: (issues) => showRefusal(issues, store) },
    )
    const autosave = createAutosave(store, {
      send: (baseRevision, operations) =>
        client.journeys.editDraft.mutate({ journeyId: opened.id, baseRevision, operations: [...operations] }),
      load: () => client.journeys.get.query({ journeyId: opened.id }),
      judge: (error) => (isUnreachable(error) ? 'offline' : isStaleDraft(error) ? 'stale' : 'refused'),
      now: Date.now,
    })
    setEditor({ journeyId: opened.id, store, autosave })
    return () => {
      void autosave.flush().finally(autosave.stop)
    }
  }, [opened, client, mayEdit])

  return editor ? <JourneyEditor editor={editor} head={journey} /> : <EditorSkeleton />
}

function showRefusal(issues: readonly Issue[], store: EditorStore): void {
  const [issue] = issues
  if (!issue) return
  notifications.show({
    message: issueText(issue, store.getState().document, currentLocale()),
    color: 'red',
    autoClose: 6_000,
  })
}

function EditorSkeleton() {
  const { t } = useTranslation('editor')
  return (
    <div className={classes.loading} role="status" aria-label={t('loading')}>
      <div className={classes.loadingBar}>
        <Skeleton height={16} width={80} />
        <Skeleton height={16} width={220} />
      </div>
      <div className={classes.loadingCanvas}>
        <Skeleton height={56} width={248} radius="md" />
        <Skeleton height={56} width={248} radius="md" />
        <Skeleton height={56} width={248} radius="md" />
      </div>
    </div>
  )
}
