import type { DraftNode, JourneyDocument, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { validate } from '@tabiji/shared/drafts/validate.ts'
import type { NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { createEditorStore, type EditorStore } from '../src/domains/journeys/editor/store/editor-store.ts'

/** A simple journey: entry, wait and exit in one line. */
export const shortJourney: JourneyDocument = journeyDocumentSchema.parse({
  name: 'Welcome',
  timeZone: 'Asia/Tokyo',
  fields: [
    { key: 'email', type: 'email', required: true },
    { key: 'score', type: 'number', label: 'Score' },
  ],
  nodes: [
    { id: 'entry', kind: 'entry', position: { x: 0, y: 0 } },
    {
      id: 'cool',
      kind: 'waitTimer',
      position: { x: 0, y: 128 },
      config: { mode: 'duration', amount: 3, unit: 'days' },
    },
    { id: 'done', kind: 'exit', position: { x: 0, y: 256 }, config: { reason: 'completed' } },
  ],
  edges: [
    { source: 'entry', outlet: 'next', target: 'cool' },
    { source: 'cool', outlet: 'next', target: 'done' },
  ],
})

/** The editor without a browser, with the actions of a user. */
export class EditorHarness {
  readonly store: EditorStore
  readonly refused: Issue[] = []

  constructor(document: JourneyDocument = shortJourney) {
    this.store = createEditorStore({ document, revision: 1 }, { onRefused: (issues) => this.refused.push(...issues) })
  }

  get document(): JourneyDocument {
    return this.store.getState().document
  }

  node(id: NodeId): DraftNode {
    const node = this.document.nodes.find((candidate) => candidate.id === id)
    if (!node) throw new Error(`No node ${id}; there are ${this.nodeIds.join(', ')}`)
    return node
  }

  get nodeIds(): NodeId[] {
    return this.document.nodes.map(({ id }) => id)
  }

  /** `entry -next-> cool`, sorted: the edges as readable texts. */
  get ways(): string[] {
    return this.document.edges.map(({ source, outlet, target }) => `${source} -${outlet}-> ${target}`).sort()
  }

  get issues(): Issue[] {
    return validate(this.document, { externalActions: null })
  }

  get undoLabels(): string[] {
    return this.store.getState().undoStack.map(({ label }) => label.verb)
  }

  add(kind: NodeKindName, after?: { source: NodeId; outlet: string }): NodeId {
    return this.added(this.store.addNode(kind, after ?? { position: { x: 600, y: 0 } }))
  }

  insertOnEdge(source: NodeId, outlet: string, kind: NodeKindName): NodeId {
    const edge = this.document.edges.find((candidate) => candidate.source === source && candidate.outlet === outlet)
    if (!edge) throw new Error(`No edge out of ${source} by ${outlet}`)
    return this.added(this.store.addNode(kind, { edge }))
  }

  connect(source: NodeId, outlet: string, target: NodeId): boolean {
    return this.store.connect(source, outlet, target)
  }

  remove(...nodeIds: NodeId[]): boolean {
    return this.store.remove(nodeIds)
  }

  /** Types a text into a field of a node's form, one key press at a time. */
  type(nodeId: NodeId, field: string, text: string): void {
    for (let length = 1; length <= text.length; length++) {
      this.store.setConfig(nodeId, { ...this.node(nodeId).config, [field]: text.slice(0, length) })
    }
  }

  undo(times = 1): void {
    for (let time = 0; time < times; time++) this.store.undo()
  }

  redo(times = 1): void {
    for (let time = 0; time < times; time++) this.store.redo()
  }

  private added(id: NodeId | null): NodeId {
    if (id === null) throw new Error('The node was not added')
    return id
  }
}
