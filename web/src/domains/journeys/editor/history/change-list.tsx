import { kindTitle } from '@tabiji/shared/nodes/node-name.ts'
import type { DocumentChange } from '@tabiji/shared/drafts/compare-documents.ts'
import type { DraftNode, JourneyDocument, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { useTranslation } from 'react-i18next'
import { quoted } from '../../../../i18n/quoted.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { SummaryContext } from '../../../../nodes/definition/define-node-view.tsx'
import { isPartOfSummary, settingLabel, settingValue } from '../../../../nodes/describe-setting.ts'
import { nodeLabel } from '../../../../nodes/node-label.ts'
import { nodeSummary, outletLabel } from '../../../../nodes/node-view.ts'
import classes from './change-list.module.css'
import { useFindings } from '../context/editor-context.tsx'

export type ChangeListProps = {
  changes: readonly DocumentChange[]
  before: JourneyDocument
  after: JourneyDocument
}

type Line = { text: string; key: string }
type Group = { key: string; title: string; lines: Line[] }

/** Differences in plain words: first those of the journey, then node by node. */
export function ChangeList(props: ChangeListProps) {
  const groups = useGroups(props)
  return (
    <ul className={classes.groups}>
      {groups.map(({ key, title, lines }) => (
        <li key={key}>
          <h3 className={classes.title}>{title}</h3>
          <ul className={classes.lines}>
            {lines.map((line) => (
              <li key={line.key}>{line.text}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function useGroups({ changes, before, after }: ChangeListProps): Group[] {
  const { t } = useTranslation(['editor', 'nodes'])
  const locale = useLocale()
  const { externalActions, eventEndpoints } = useFindings()
  const nodeOf = ({ nodes }: JourneyDocument, id: NodeId) => nodes.find((node) => node.id === id)
  const labelOf = (id: NodeId) => nodeLabel(nodeOf(after, id) ? after : before, id, locale)
  const contextOf = ({ fields }: JourneyDocument): SummaryContext => ({
    locale,
    fields,
    labelOf,
    externalActions,
    eventEndpoints,
  })
  const fromTo = (what: string, from: string | null, to: string | null) => {
    if (from === null) return t('editor:compare.set', { what, to })
    return to === null ? t('editor:compare.unset', { what, from }) : t('editor:compare.fromTo', { what, from, to })
  }

  /** One line, however many of these settings changed. */
  const summaryLine = (node: DraftNode, old: DraftNode): Line => ({
    key: 'summary',
    text: fromTo(
      kindTitle(node.kind, locale),
      quoted(nodeSummary(old, contextOf(before)), locale),
      quoted(nodeSummary(node, contextOf(after)), locale),
    ),
  })

  const configLine = (change: Extract<DocumentChange, { change: 'configChanged' }>): Line => {
    const { nodeId, path } = change
    const [old, node] = [nodeOf(before, nodeId), nodeOf(after, nodeId)]
    if (!old || !node) return { key: path.join('.'), text: '' }
    const place = { kind: node.kind, path }
    if (isPartOfSummary(place)) return summaryLine(node, old)
    const named = (part: string) => branchName(node, part) ?? branchName(old, part)
    const what = settingLabel(place, contextOf(after), named)
    const from = settingValue(change.before, place, contextOf(before))
    const to = settingValue(change.after, place, contextOf(after))
    const text = from === to ? t('editor:compare.changed', { what }) : fromTo(what, from, to)
    return { key: path.join('.'), text }
  }

  const edgeLine = (change: Extract<DocumentChange, { change: 'edgeRewired' }>): Line => {
    const node = nodeOf(after, change.nodeId) ?? nodeOf(before, change.nodeId)
    const words = {
      outlet: node ? outletLabel(node, change.outlet, locale) : change.outlet,
      from: change.before === null ? '' : labelOf(change.before),
      to: change.after === null ? '' : labelOf(change.after),
    }
    const key = `edge ${change.outlet}`
    if (change.before === null) return { key, text: t('editor:compare.leads', words) }
    return {
      key,
      text: t(change.after === null ? 'editor:compare.leadsNowhere' : 'editor:compare.leadsElsewhere', words),
    }
  }

  const settingLine = ({ setting, before: from, after: to }: Extract<DocumentChange, { change: 'settingChanged' }>) => {
    const said = (value: unknown): string => {
      if (Array.isArray(value)) return value.map(said).join(locale === 'ja' ? '、' : ', ')
      if (setting === 'uniqueBy') return after.fields.find(({ key }) => key === value)?.label ?? String(value)
      if (setting === 'reentry') return t(`editor:settingsPanel.reentries.${value as JourneyDocument['reentry']}`)
      return String(value)
    }
    const what = setting === 'name' ? t('editor:name') : t(`editor:settingsPanel.${setting}`)
    return { key: setting, text: fromTo(what, quoted(said(from), locale), quoted(said(to), locale)) }
  }

  const lineOf = (change: DocumentChange): Line => {
    switch (change.change) {
      case 'settingChanged':
        return settingLine(change)
      case 'fieldAdded':
      case 'fieldRemoved': {
        const { key, label, type } = change.field
        return {
          key: `field ${key}`,
          text: t(`editor:compare.${change.change}`, { field: label || key, type: t(`nodes:fieldType.${type}`) }),
        }
      }
      case 'fieldChanged':
        return {
          key: `field ${change.after.key}`,
          text: t('editor:compare.fieldChanged', { field: change.after.label || change.after.key }),
        }
      case 'nodeAdded': {
        const node = nodeOf(after, change.nodeId)
        const summary = node ? nodeSummary(node, contextOf(after)) : ''
        return { key: 'added', text: t(summary ? 'editor:compare.addedAs' : 'editor:compare.added', { summary }) }
      }
      case 'nodeRemoved':
        return { key: 'removed', text: t('editor:compare.removed') }
      case 'nodeReplaced':
        return {
          key: 'replaced',
          text: t('editor:compare.replaced', {
            from: kindTitle(change.before, locale),
            to: kindTitle(change.after, locale),
          }),
        }
      case 'nodeRenamed':
        return {
          key: 'renamed',
          text: fromTo(
            t('editor:panel.name'),
            change.before === null ? null : quoted(change.before, locale),
            change.after === null ? null : quoted(change.after, locale),
          ),
        }
      case 'configChanged':
        return configLine(change)
      case 'edgeRewired':
        return edgeLine(change)
    }
  }

  const groups = new Map<string, Group>()
  for (const change of changes) {
    const key = 'nodeId' in change ? change.nodeId : ''
    const group = groups.get(key) ?? { key, title: key === '' ? t('editor:settings') : labelOf(key), lines: [] }
    groups.set(key, group)
    const line = lineOf(change)
    if (!group.lines.some((other) => other.key === line.key)) group.lines.push(line)
  }
  return [...groups.values()]
}

/** The name of a branch. */
function branchName({ config }: DraftNode, id: string): string | undefined {
  const branches: unknown = config.branches
  if (!Array.isArray(branches)) return undefined
  const branch = branches.find((each: { id?: unknown } | null) => each?.id === id) as { name?: unknown } | undefined
  return typeof branch?.name === 'string' ? branch.name : undefined
}
