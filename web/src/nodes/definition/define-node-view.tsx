import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { ConfigMap, NodeKindName, OutletMap } from '@tabiji/shared/nodes/node-kind.ts'
import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { KnownEndpoint } from '@tabiji/shared/nodes/define-node-kind.ts'
import type { ReasonCode } from '@tabiji/shared/effects/reason.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { NodeCategory } from '../../ui/theme/theme.ts'
import type { SettingTexts } from './setting-texts.ts'

/** A config that may be incomplete while it is edited. */
export type DraftConfig<Kind extends NodeKindName> = Partial<ConfigMap[Kind]>

/**
 * The label of each outlet. Where the config defines the outlets, a function returns the label. Otherwise every outlet
 * must have one.
 */
type OutletTexts<Kind extends NodeKindName> = string extends OutletMap[Kind]
  ? (outlet: string, config: DraftConfig<Kind>) => string
  : Record<OutletMap[Kind], string>

type NodeTexts<Kind extends NodeKindName> = {
  /** What it does, in one short sentence, for the menu of steps. */
  description: string
  outlets: OutletTexts<Kind>
  /** Names of config parts, for issues such as "… is missing". */
  parts?: Record<string, string>
  /** Why an enrollment left by an outlet, where the kind has a more precise text than the instruction. */
  reasons?: { readonly [Code in ReasonCode]?: string }
}

/** The settings of all modes of a kind. */
type SettingsOf<Config> = Config extends unknown ? keyof Config & string : never

/** What a summary can read besides the config. */
export type SummaryContext = {
  locale: Locale
  fields: readonly FieldDefinition[]
  /** Null while they are not known. */
  externalActions: ReadonlyMap<string, ExternalAction> | null
  /** Present only where they are needed. */
  eventEndpoints?: ReadonlyMap<string, KnownEndpoint> | null
  labelOf: (nodeId: string) => string
}

export type NodeFormProps<Kind extends NodeKindName> = {
  node: DraftNode
  config: DraftConfig<Kind>
  /** Receives the complete new config. */
  onChange: (config: DraftConfig<Kind>) => void
  issues: readonly Issue[]
}

export type NodeTab<Kind extends NodeKindName> = {
  id: string
  title: Record<Locale, string>
  Form: ComponentType<NodeFormProps<Kind>>
  /** Whether an issue belongs to this tab. */
  owns: (issue: Issue) => boolean
  /** Whether the tab shows a tick when none of its issues is an error. Default: always. */
  useIsInOrder?: (form: NodeFormProps<Kind>) => boolean
}

export type NodeView<Kind extends NodeKindName> = {
  icon: ComponentType<IconProps>
  category: NodeCategory
  /** Position among the kinds of its category, lowest first. */
  order?: number
  /** Complete in both languages: a view is all that a kind needs on the web. */
  texts: Record<Locale, NodeTexts<Kind>>
  /**
   * The name of each setting in the comparison of versions; `summary` for a setting that only the summary can explain.
   * A setting without either does not compile.
   */
  settings: Record<SettingsOf<ConfigMap[Kind]>, SettingTexts | 'summary'>
  /** One line for the card; empty when there is nothing to show yet. */
  summary: (config: DraftConfig<Kind>, context: SummaryContext) => string
  /** Whether a setting names an event endpoint. Endpoints are loaded only if one does. */
  usesEndpoint?: (config: DraftConfig<Kind>) => boolean
  /** The form in the panel; with `tabs`, the first tab replaces it. */
  Form: ComponentType<NodeFormProps<Kind>>
  tabs?: readonly NodeTab<Kind>[]
}

/** Types a view by its kind: an outlet without a label in either language does not compile. */
export function defineNodeView<const Kind extends NodeKindName>(_kind: Kind, view: NodeView<Kind>): NodeView<Kind> {
  return view
}
