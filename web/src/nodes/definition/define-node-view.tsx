import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { ConfigMap, NodeKindName, OutletMap } from '@tabiji/shared/nodes/node-kind.ts'
import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { KnownEndpoint } from '@tabiji/shared/nodes/define-node-kind.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { NodeCategory } from '../../ui/theme/theme.ts'
import type { SettingTexts } from './setting-texts.ts'

/** A config that may be incomplete while somebody is still at it. */
export type DraftConfig<Kind extends NodeKindName> = Partial<ConfigMap[Kind]>

/**
 * The word of each way out. Where the config decides which there are, a function finds the word; everywhere else every
 * way out has to have one.
 */
type OutletTexts<Kind extends NodeKindName> = string extends OutletMap[Kind]
  ? (outlet: string, config: DraftConfig<Kind>) => string
  : Record<OutletMap[Kind], string>

type NodeTexts<Kind extends NodeKindName> = {
  /** What it does, in one short sentence, for the menu of steps. */
  description: string
  outlets: OutletTexts<Kind>
  /** What people call the parts of the config, for problems such as "… is missing". */
  parts?: Record<string, string>
  /** Why people left by a way out, where the general words of the instruction say less than the kind can. */
  reasons?: Partial<Record<'waited' | 'alreadyPast' | 'met' | 'timedOut' | 'matched' | 'noneMatched', string>>
}

/** The settings of every mode, where a kind has several. */
type SettingsOf<Config> = Config extends unknown ? keyof Config & string : never

/** What a summary may look at beside the config. */
export type SummaryContext = {
  locale: Locale
  fields: readonly FieldDefinition[]
  /** Null while they are not known. */
  externalActions: ReadonlyMap<string, ExternalAction> | null
  /** Only where they are asked for. */
  eventEndpoints?: ReadonlyMap<string, KnownEndpoint> | null
  labelOf: (nodeId: string) => string
}

export type NodeFormProps<Kind extends NodeKindName> = {
  node: DraftNode
  config: DraftConfig<Kind>
  /** Takes the whole new config. */
  onChange: (config: DraftConfig<Kind>) => void
  issues: readonly Issue[]
}

export type NodeTab<Kind extends NodeKindName> = {
  id: string
  title: Record<Locale, string>
  Form: ComponentType<NodeFormProps<Kind>>
  /** Whether an issue belongs on this tab. */
  owns: (issue: Issue) => boolean
  /** Whether the tab carries a tick, given that none of its issues is an error. Always, when missing. */
  useIsInOrder?: (form: NodeFormProps<Kind>) => boolean
}

export type NodeView<Kind extends NodeKindName> = {
  icon: ComponentType<IconProps>
  category: NodeCategory
  /** Place among the kinds of its category, lowest first. */
  order?: number
  /** Both languages, complete: a view is all that a kind needs on the web. */
  texts: Record<Locale, NodeTexts<Kind>>
  /**
   * What each setting is called where two versions are compared; `summary` where it means nothing alone and the summary says
   * it. A setting without either does not compile.
   */
  settings: Record<SettingsOf<ConfigMap[Kind]>, SettingTexts | 'summary'>
  /** One plain line for the card; empty when there is nothing to say yet. */
  summary: (config: DraftConfig<Kind>, context: SummaryContext) => string
  /** Whether a setting names an event endpoint: they are asked for only where one does. */
  usesEndpoint?: (config: DraftConfig<Kind>) => boolean
  /** What the panel shows; with `tabs`, the first of them takes its place. */
  Form: ComponentType<NodeFormProps<Kind>>
  tabs?: readonly NodeTab<Kind>[]
}

/** Keeps a view to its kind: a way out without a word, in either language, does not compile. */
export function defineNodeView<const Kind extends NodeKindName>(_kind: Kind, view: NodeView<Kind>): NodeView<Kind> {
  return view
}

/** Texts of a form in both languages; the second has to have what the first has. */
export function defineTexts<T extends Record<string, unknown>>(texts: { en: T; ja: NoInfer<T> }): Record<Locale, T> {
  return texts
}
