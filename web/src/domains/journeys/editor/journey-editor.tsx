import { useDocumentTitle, useLocalStorage } from '@mantine/hooks'
import type { NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { useQueryClient } from '@tanstack/react-query'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { nodeLabel } from '../../../nodes/node-label.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ConfirmDialog } from '../../../ui/dialogs/confirm-dialog.tsx'
import { toastUndo } from '../../../ui/feedback/toast.ts'
import { Canvas } from './canvas/canvas.tsx'
import { ConfigPanel } from './panel/config-panel.tsx'
import {
  type Editor,
  EditorProvider,
  EditorViewProvider,
  type EditorView,
  FindingsProvider,
  useEditor,
  useEditorState,
} from './context/editor-context.tsx'
import type { InsertionPoint } from './store/editor-store.ts'
import { FootBar } from './foot-bar.tsx'
import classes from './journey-editor.module.css'
import { UnsavedChangesGuard } from './unsaved-changes-guard.tsx'
import { nodeWidth } from './store/node-size.ts'
import { Outline } from './outline/outline.tsx'
import { Palette } from './canvas/palette.tsx'
import { paletteInsertionPoint } from './canvas/palette-insertion-point.ts'
import { ProgressStrip } from './lifecycle/progress-strip.tsx'
import { PublishSheet } from './publish/publish-sheet.tsx'
import { SetupChecklist } from './checks/setup-checklist.tsx'
import { SettingsPanel } from './panel/settings-panel.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { StaleDialog } from './stale-dialog.tsx'
import { StepMenu } from './canvas/step-menu.tsx'
import type { JourneyHead } from './context/journey-head.types.ts'
import { TopBar } from './top-bar.tsx'
import { useHistoryKeys } from './canvas/use-canvas-keys.ts'
import { useExternalActions } from './context/use-external-actions.ts'
import { useEventEndpoints } from './context/use-event-endpoints.ts'
import { useValidatedDraft } from './context/use-validated-draft.ts'
import { NumbersProvider, useJourneyNumbers } from './context/use-journey-numbers.tsx'

export function JourneyEditor({ editor, head }: { editor: Editor; head: JourneyHead }) {
  return (
    <EditorProvider value={editor}>
      <ReactFlowProvider>
        <Findings>
          <Workbench head={head} />
        </Findings>
      </ReactFlowProvider>
    </EditorProvider>
  )
}

function Findings({ children }: { children: React.ReactNode }) {
  const externalActions = useExternalActions()
  const eventEndpoints = useEventEndpoints()
  return <FindingsProvider value={useValidatedDraft(externalActions, eventEndpoints)}>{children}</FindingsProvider>
}

type OpenMenu = { place: InsertionPoint; anchor: { x: number; y: number } }

function Workbench({ head }: { head: JourneyHead }) {
  const { t } = useTranslation('editor')
  const { journeyId, store } = useEditor()
  const flow = useReactFlow()
  const name = useEditorState((state) => state.document.name)
  const selected = useEditorState(({ selection }) =>
    selection.nodes.length === 1 ? (selection.nodes[0] ?? null) : null,
  )
  const readOnly = useEditorState((state) => state.readOnly)
  const [panel, setPanel] = useState<'node' | 'settings' | null>(null)
  const [tab, setTab] = useState('setup')
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [isPublishing, setIsPublishing] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const [showsPalette, setShowsPalette] = useLocalStorage({
    key: 'tabiji.editor-palette',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  const [showsOutline, setShowsOutline] = useState(false)
  const isPublished = head.publishedVersion !== null
  const [showsNumbers, setShowsNumbers] = useState(isPublished)
  const numbers = useJourneyNumbers(journeyId, { shown: showsNumbers && isPublished, live: head.state === 'active' })
  const removal = useRemoval()
  useDocumentTitle(`${name} · Tabiji`)
  useHistoryKeys(store)

  // After the first publish, people want to see the numbers.
  useEffect(() => {
    if (isPublished) setShowsNumbers(true)
  }, [isPublished])

  const view = useMemo(
    (): EditorView => ({
      openStepMenu: (place, anchor) => setMenu({ place, anchor }),
      openNode: (nodeId) => {
        store.select([nodeId])
        setPanel('node')
      },
      removeSelection: removal.ask,
      openSettings: () => setPanel('settings'),
      openShortcuts: () => setShowsKeys(true),
    }),
    [store, removal.ask],
  )

  const addFromPalette = useCallback(
    (kind: NodeKindName) => {
      const { document, selection } = store.getState()
      const pane = window.document.querySelector('.react-flow')?.getBoundingClientRect()
      const center = pane
        ? flow.screenToFlowPosition({ x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 })
        : { x: 0, y: 0 }
      const position = { x: center.x - nodeWidth / 2, y: center.y - 32 }
      const id = store.addNode(kind, paletteInsertionPoint(document, selection, kind) ?? { position })
      if (id) view.openNode(id)
    },
    [flow, store, view],
  )

  return (
    <EditorViewProvider value={view}>
      <NumbersProvider value={numbers}>
        <div className={classes.editor}>
          <div>
            <TopBar head={head} onPublish={() => setIsPublishing(true)} />
            <ProgressStrip head={head} />
          </div>
          <div
            className={classes.work}
            data-palette={(showsPalette && !readOnly) || undefined}
            data-panel={panel === 'settings' || (panel === 'node' && selected !== null) || undefined}
          >
            {showsPalette && !readOnly ? <Palette onAdd={addFromPalette} /> : null}
            <div className={classes.stage}>
              {showsOutline ? <Outline /> : <Canvas />}
              <SetupChecklist isPublished={isPublished} />
            </div>
            {panel === 'settings' ? (
              <SettingsPanel onClose={() => setPanel(null)} />
            ) : panel === 'node' && selected !== null ? (
              <ConfigPanel
                nodeId={selected}
                tab={tab}
                onTab={setTab}
                onClose={() => setPanel(null)}
                isPublished={isPublished}
              />
            ) : null}
          </div>
          <FootBar
            numbers={isPublished ? { shown: showsNumbers, onChange: setShowsNumbers } : null}
            outline={{ shown: showsOutline, onChange: setShowsOutline }}
            palette={{ shown: showsPalette, onChange: setShowsPalette }}
          />
        </div>
        {menu ? (
          <StepMenu
            {...menu}
            onClose={() => setMenu(null)}
            onChoose={(kind) => {
              setMenu(null)
              const id = store.addNode(kind, menu.place)
              if (id) view.openNode(id)
            }}
          />
        ) : null}
        <PublishSheet opened={isPublishing} onClose={() => setIsPublishing(false)} />
        <ShortcutsDialog opened={showsKeys} onClose={() => setShowsKeys(false)} />
        <ConfirmDialog
          opened={removal.people > 0}
          title={t('removed.title')}
          confirmLabel={t('removed.confirm')}
          onConfirm={removal.confirm}
          onClose={removal.cancel}
        >
          {t('removed.text', { count: removal.people })}
        </ConfirmDialog>
        <StaleDialog />
        <UnsavedChangesGuard />
      </NumbersProvider>
    </EditorViewProvider>
  )
}

/** Deletes at once, with an undo; asks first when enrollments are at the node. */
function useRemoval() {
  const { t } = useTranslation('editor')
  const locale = useLocale()
  const { journeyId, store } = useEditor()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [people, setPeople] = useState(0)

  const remove = useCallback(() => {
    const { selection, document } = store.getState()
    const nodes = document.nodes.filter(({ id }) => selection.nodes.includes(id))
    const [only] = nodes
    if (!store.removeSelection() || !only) return
    const said =
      nodes.length === 1
        ? t('removed.one', { node: nodeLabel(document, only.id, locale) })
        : t('removed.many', { count: nodes.length })
    toastUndo(said, () => void store.undo())
  }, [store, t, locale])

  const ask = useCallback(() => {
    const { selection, readOnly } = store.getState()
    if (readOnly) return
    if (selection.nodes.length === 0) return remove()
    // Deleting must not wait for the numbers. Without them it deletes at once, and undo is available.
    const known = queryClient.getQueryData(trpc.journeys.analytics.queryKey({ journeyId }))
    const inside = (known?.nodes ?? [])
      .filter(({ nodeId }) => selection.nodes.includes(nodeId))
      .reduce((sum, { waiting, parked }) => sum + waiting + parked, 0)
    if (inside > 0) setPeople(inside)
    else remove()
  }, [store, queryClient, trpc, journeyId, remove])

  return {
    people,
    ask,
    confirm: () => {
      setPeople(0)
      remove()
    },
    cancel: () => setPeople(0),
  }
}
