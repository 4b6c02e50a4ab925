import type { externalActionContentSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import type { PresetName } from '@tabiji/shared/connectors/connector.ts'
import type { DraftNode, JourneyDocument, Position } from '@tabiji/shared/graph/journey-document.ts'
import type { z } from 'zod'
import type { LocalizedText } from '@tabiji/shared/messages/locale.ts'

/** Data in which a text may be given in both languages. */
export type Localizable<T> = T extends string
  ? T | LocalizedText
  : T extends readonly (infer Item)[]
    ? readonly Localizable<Item>[]
    : T extends object
      ? { [Key in keyof T]: Localizable<T[Key]> }
      : T

/** Placeholder in a document for the id of an action that is created when the template is used. */
export type ActionPlace = { action: string }

export type TemplateAction = Localizable<z.input<typeof externalActionContentSchema>> & { connector: PresetName }

type TemplateNode = Localizable<Omit<DraftNode, 'config' | 'position'>> & {
  position: Position
  /** The config of the node kind, with texts in both languages and `{ action }` for an external action. */
  config: Record<string, unknown>
}

/** A task that remains after a journey was created from a template. */
export type TemplateTask =
  | { do: 'fillToken'; node: string; token: string }
  /** Participants enter by an event of another system, and a person must choose the endpoint. */
  | { do: 'connectEvent' }
  | { do: 'addPeople' }

/**
 * A template for a new journey: a document, the external actions it calls and the products they belong to. It is data only.
 * Adding one is a file in `gallery/` and a line in its `registry.ts`.
 */
export type JourneyTemplate = {
  /** Position in the gallery, lowest first. */
  order: number
  title: LocalizedText
  /** What the journey does, in one or two sentences without terms of this product. */
  description: LocalizedText
  actions: Record<string, TemplateAction>
  document: Localizable<Pick<JourneyDocument, 'fields' | 'uniqueBy' | 'reentry' | 'edges'>> & {
    nodes: readonly TemplateNode[]
  }
  tasks: readonly TemplateTask[]
}

export function defineTemplate(template: JourneyTemplate): JourneyTemplate {
  return template
}

/** A position on the grid of the canvas, in cards. The first column is the main path. */
export function nodePosition(column: number, row: number): Position {
  return { x: column * 352, y: row * 128 }
}
