import { ActionIcon, Tooltip } from '@mantine/core'
import type { DraftNode, JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { isNodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { IconFocusCentered, IconLayoutDistributeVertical, IconMinus, IconPlus } from '@tabler/icons-react'
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection as FlowConnection,
  type EdgeChange,
  type FinalConnectionState,
  getViewportForBounds,
  MarkerType,
  MiniMap,
  type NodeChange,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  type Rect,
  SelectionMode,
  useReactFlow,
  type Viewport,
} from '@xyflow/react'
import { type DragEvent, memo, type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nodeView } from '../../../../nodes/node-view.ts'
import classes from './canvas.module.css'
import { outletOfEdgeId } from '../store/edge-id.ts'
import { useEditor, useEditorState, useEditorView } from '../context/editor-context.tsx'
import type { InsertionPoint } from '../store/editor-store.ts'
import {
  droppedPositions,
  flowEdges,
  flowNodes,
  type JourneyFlowEdge,
  type JourneyFlowNode,
  selectionAfter,
} from './flow-adapter.ts'
import { JourneyEdge } from './journey-edge.tsx'
import { JourneyNode } from './journey-node.tsx'
import { nodeHeight, nodeWidth, sizeOf } from '../store/node-size.ts'
import { kindMimeType } from './palette.tsx'
import { grid, snapToGrid } from '../store/placement.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'

const nodeTypes = { journey: JourneyNode }
const edgeTypes = { journey: JourneyEdge }
const edgeDefaults = { markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'var(--tj-line)' } }
const panButtons = [0, 1]
const snapGrid: [number, number] = [grid, grid]
const multiSelectionKeys = ['Meta', 'Control', 'Shift']
const isValidConnection = ({ source, target }: { source: string; target: string }) => source !== target
/**
 * With this many nodes or more, only the visible ones are rendered. With fewer, rendering all of them pans more
 * smoothly.
 */
const manyNodes = 120

export function Canvas() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const { openStepMenu, openNode } = useEditorView()
  const flow = useReactFlow<JourneyFlowNode, JourneyFlowEdge>()
  const document = useEditorState((state) => state.document)
  const selection = useEditorState((state) => state.selection)
  const readOnly = useEditorState((state) => state.readOnly)
  const box = useRef<HTMLDivElement>(null)
  const onKeyDown = useCanvasKeys(box)

  // React Flow's own copy. It holds positions during a drag, which the store gets only when the drag ends.
  const [nodes, setNodes] = useState<JourneyFlowNode[]>(() => flowNodes(document, selection))
  const [edges, setEdges] = useState<JourneyFlowEdge[]>(() => flowEdges(document, selection))
  useLayoutEffect(() => {
    setNodes((before) => flowNodes(document, selection, before))
    setEdges((before) => flowEdges(document, selection, before))
  }, [document, selection])

  // Only one card can be reached by Tab: the selected one. When the selection changes, the focus moves with it if it is
  // inside the canvas.
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false
      return
    }
    const frame = window.requestAnimationFrame(() => {
      const focused = window.document.activeElement
      if (focused && focused !== window.document.body && !box.current?.contains(focused)) return
      const [id] = selection.nodes
      const card =
        id === undefined
          ? null
          : box.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
      ;(card ?? box.current)?.focus({ preventScroll: true })
    })
    return () => window.cancelAnimationFrame(frame)
  }, [selection])

  const drop = useCallback(
    (event: DragEvent) => {
      const kind = event.dataTransfer.getData(kindMimeType)
      if (!isNodeKindName(kind)) return
      event.preventDefault()
      const edge = edgeUnder(event.clientX, event.clientY)
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const target =
        edge &&
        store.getState().document.edges.find(({ source, outlet }) => source === edge.source && outlet === edge.outlet)
      const place: InsertionPoint = target
        ? { edge: target }
        : { position: snapToGrid({ x: at.x - nodeWidth / 2, y: at.y - 28 }) }
      const id = store.addNode(kind, place)
      if (id) openNode(id)
    },
    [flow, store, openNode],
  )

  /** An edge dropped on an empty place opens the menu of node kinds there. */
  const endConnection = useCallback(
    (event: globalThis.MouseEvent | TouchEvent, connection: FinalConnectionState) => {
      if (connection.isValid || connection.toNode || !connection.fromNode || connection.fromHandle?.type !== 'source')
        return
      const point = 'changedTouches' in event ? event.changedTouches[0] : event
      if (!point) return
      openStepMenu(
        { source: connection.fromNode.id, outlet: connection.fromHandle.id ?? 'next' },
        { x: point.clientX, y: point.clientY },
      )
    },
    [openStepMenu],
  )

  // React Flow compares these by identity. New functions at each step of a drag would make it process every node again.
  const changeNodes = useCallback(
    (changes: NodeChange<JourneyFlowNode>[]) => {
      const selected = selectionAfter(store.getState().selection, changes)
      if (selected) store.select(selected.nodes, selected.edges)
      const own = changes.filter(({ type }) => type === 'position' || type === 'dimensions')
      if (own.length > 0) setNodes((before) => applyNodeChanges(own, before))
    },
    [store],
  )
  const changeEdges = useCallback(
    (changes: EdgeChange<JourneyFlowEdge>[]) => {
      const selected = selectionAfter(store.getState().selection, [], changes)
      if (selected) store.select(selected.nodes, selected.edges)
    },
    [store],
  )
  const dropNodes = useCallback(
    (_event: unknown, _node: JourneyFlowNode, dragged: JourneyFlowNode[]) =>
      void store.moveNodes(droppedPositions(dragged)),
    [store],
  )
  const dropSelection = useCallback(
    (_event: unknown, dragged: JourneyFlowNode[]) => void store.moveNodes(droppedPositions(dragged)),
    [store],
  )
  const clickNode = useCallback(
    (event: MouseEvent, node: JourneyFlowNode) => {
      if (!event.shiftKey && !event.metaKey && !event.ctrlKey) openNode(node.id)
    },
    [openNode],
  )
  const focusCanvas = useCallback(() => box.current?.focus({ preventScroll: true }), [])
  const connect = useCallback(
    ({ source, sourceHandle, target }: FlowConnection) => void store.connect(source, sourceHandle ?? 'next', target),
    [store],
  )
  const reconnect = useCallback(
    (edge: JourneyFlowEdge, { source, sourceHandle, target }: FlowConnection) => {
      if (edge.data && source === edge.data.edge.source) store.connect(source, sourceHandle ?? 'next', target)
    },
    [store],
  )
  const openAt = useCallback(
    (instance: ReactFlowInstance<JourneyFlowNode, JourneyFlowEdge>) =>
      void instance.setViewport(openingView(store.getState().document, box.current)),
    [store],
  )

  // Set on the element instead of in state: it may change during a gesture and needs no render.
  const markFar = useCallback((_event: unknown, { zoom }: Viewport) => {
    box.current?.toggleAttribute('data-far', zoom < farZoom)
  }, [])

  return (
    <div
      ref={box}
      className={classes.canvas}
      role="region"
      aria-label={t('canvas.label')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (readOnly || !event.dataTransfer.types.includes(kindMimeType)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={drop}
    >
      <ReactFlow<JourneyFlowNode, JourneyFlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultEdgeOptions={edgeDefaults}
        onNodesChange={changeNodes}
        onEdgesChange={changeEdges}
        onNodeDragStop={dropNodes}
        onSelectionDragStop={dropSelection}
        onNodeClick={clickNode}
        onPaneClick={focusCanvas}
        onConnect={connect}
        onConnectEnd={endConnection}
        onReconnect={reconnect}
        edgesReconnectable={!readOnly}
        isValidConnection={isValidConnection}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        onlyRenderVisibleElements={nodes.length > manyNodes}
        deleteKeyCode={null}
        disableKeyboardA11y
        edgesFocusable={false}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={multiSelectionKeys}
        panOnScroll
        panOnDrag={panButtons}
        zoomOnDoubleClick={false}
        snapToGrid
        snapGrid={snapGrid}
        connectionRadius={32}
        minZoom={0.1}
        maxZoom={2}
        defaultViewport={firstView}
        onInit={openAt}
        onMove={markFar}
        attributionPosition="top-right"
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        {nodes.length > 8 ? <JourneyMap /> : null}
        <Panel position="bottom-right">
          <Controls />
        </Panel>
      </ReactFlow>
      <PanToSelected />
    </div>
  )
}

const firstView = { x: 0, y: 0, zoom: 1 }
const readableZoom = 0.8
/**
 * Below this zoom, texts are unreadable. Parts that cannot be read or hit are left out, so that 500 cards move
 * smoothly.
 */
const farZoom = 0.35

/** Shows the whole journey if it is readable at that zoom, otherwise its start. */
function openingView(document: JourneyDocument, box: HTMLElement | null): Viewport {
  const { width = 1000, height = 700 } = box?.getBoundingClientRect() ?? {}
  const all = boundsOf(document.nodes)
  const fitting = getViewportForBounds(all, width, height, 0.1, 1, 0.08)
  if (fitting.zoom >= readableZoom || document.nodes.length === 0) return fitting
  const start = document.nodes.find(({ kind }) => kind === 'entry') ?? document.nodes[0]!
  const middle = Math.max(
    Math.min(start.position.x + nodeWidth / 2, all.x + all.width - width / 2 / readableZoom + 48),
    all.x + Math.min(all.width, width / readableZoom) / 2 - 48,
  )
  return { x: width / 2 - middle * readableZoom, y: 40 - start.position.y * readableZoom, zoom: readableZoom }
}

const mapSize = { width: 148, height: 104 }

const JourneyMap = memo(function JourneyMap() {
  const { t } = useTranslation('editor')
  return (
    <MiniMap<JourneyFlowNode>
      className={classes.minimap ?? ''}
      style={mapSize}
      position="bottom-left"
      pannable
      zoomable
      ariaLabel={t('canvas.minimap')}
      nodeBorderRadius={12}
      nodeColor={mapColor}
    />
  )
})

function mapColor({ data }: JourneyFlowNode): string {
  return isNodeKindName(data.node.kind) ? `var(--tj-category-${nodeView(data.node.kind).category})` : 'var(--tj-line)'
}

function boundsOf(nodes: readonly DraftNode[]): Rect {
  const x = Math.min(...nodes.map(({ position }) => position.x))
  const y = Math.min(...nodes.map(({ position }) => position.y))
  const right = Math.max(...nodes.map((node) => node.position.x + sizeOf(node).width))
  const bottom = Math.max(...nodes.map((node) => node.position.y + sizeOf(node).height))
  return { x, y, width: right - x, height: bottom - y }
}

function Controls() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const flow = useReactFlow()
  const readOnly = useEditorState((state) => state.readOnly)
  const tidy = () => {
    if (store.tidyUp())
      window.requestAnimationFrame(() => void flow.fitView({ maxZoom: 1, padding: 0.16, duration: 160 }))
  }
  return (
    <div className={classes.controls}>
      <Control label={t('canvas.tidy')} icon={IconLayoutDistributeVertical} onClick={tidy} disabled={readOnly} />
      <Control
        label={t('canvas.fit')}
        icon={IconFocusCentered}
        onClick={() => void flow.fitView({ maxZoom: 1, padding: 0.16, duration: 160 })}
      />
      <Control label={t('canvas.zoomOut')} icon={IconMinus} onClick={() => void flow.zoomOut({ duration: 120 })} />
      <Control label={t('canvas.zoomIn')} icon={IconPlus} onClick={() => void flow.zoomIn({ duration: 120 })} />
    </div>
  )
}

type ControlProps = { label: string; icon: typeof IconPlus; onClick: () => void; disabled?: boolean }

function Control({ label, icon: Icon, onClick, disabled = false }: ControlProps) {
  return (
    <Tooltip label={label} position="top">
      <ActionIcon aria-label={label} onClick={onClick} disabled={disabled}>
        <Icon size={18} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Pans just enough to show the whole selected card, also when a panel opens over it. */
function PanToSelected() {
  const flow = useReactFlow()
  const { store } = useEditor()
  const selected = useEditorState(({ selection }) => (selection.nodes.length === 1 ? selection.nodes[0] : undefined))
  useEffect(() => {
    if (!selected) return
    // Runs after the panel beside the canvas has taken its space.
    const timer = window.setTimeout(() => {
      const node = store.getState().document.nodes.find(({ id }) => id === selected)
      const pane = window.document.querySelector('.react-flow')?.getBoundingClientRect()
      const internal = flow.getNode(selected)
      if (!node || !pane || !internal || internal.dragging) return
      const { x, y, zoom } = flow.getViewport()
      const margin = 48
      const left = node.position.x * zoom + x
      const top = node.position.y * zoom + y
      const width = (internal.width ?? nodeWidth) * zoom
      const height = (internal.height ?? nodeHeight) * zoom
      const dx = left < margin ? margin - left : Math.min(0, pane.width - margin - (left + width))
      const dy = top < margin ? margin - top : Math.min(0, pane.height - margin - (top + height))
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 160 })
    }, 60)
    return () => window.clearTimeout(timer)
  }, [flow, store, selected])
  return null
}

function edgeUnder(x: number, y: number): { source: string; outlet: string } | null {
  const id = window.document
    .elementsFromPoint(x, y)
    .map((element) => element.closest('.react-flow__edge')?.getAttribute('data-id'))
    .find(Boolean)
  return id ? outletOfEdgeId(id) : null
}
