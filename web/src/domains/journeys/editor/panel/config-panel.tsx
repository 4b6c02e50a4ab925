import { kindTitle } from '@tabiji/shared/nodes/node-name.ts'
import { ActionIcon, Button, Menu, Tabs, TextInput, Tooltip } from '@mantine/core'
import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { isNodeKindName, type NodeKindName, nodeKind } from '@tabiji/shared/nodes/node-kind.ts'
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCheck,
  IconCopy,
  IconDots,
  IconTrash,
  IconX,
} from '@tabler/icons-react'
import { Component, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { DraftConfig, NodeFormProps, NodeTab, NodeView } from '../../../../nodes/definition/define-node-view.tsx'
import { NodeFormProvider } from '../../../../nodes/form/node-form-context.tsx'
import { nodeView } from '../../../../nodes/node-view.ts'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import classes from './config-panel.module.css'
import { useEditor, useEditorState, useEditorView, useFindings } from '../context/editor-context.tsx'
import { issueText } from '../context/issue-text.ts'
import { useNodeFormEnvironment } from './use-node-form-environment.ts'

export type ConfigPanelProps = {
  nodeId: string
  /** The tab stays selected when another node is opened. */
  tab: string
  onTab: (tab: string) => void
  onClose: () => void
  isPublished: boolean
}

export function ConfigPanel({ nodeId, ...props }: ConfigPanelProps) {
  const node = useEditorState((state) => state.document.nodes.find(({ id }) => id === nodeId))
  return node ? <NodePanel key={nodeId} node={node} {...props} /> : null
}

function NodePanel({ node, tab, onTab, onClose, isPublished }: Omit<ConfigPanelProps, 'nodeId'> & { node: DraftNode }) {
  const { t } = useTranslation(['editor', 'common'])
  const { store, journeyId } = useEditor()
  const { removeSelection } = useEditorView()
  const { byNode } = useFindings()
  const locale = useLocale()
  const readOnly = useEditorState((state) => state.readOnly)
  const environment = useNodeFormEnvironment(node.id)
  const view = isNodeKindName(node.kind) ? nodeView(node.kind) : null
  const Icon = view?.icon
  const issues = byNode.get(node.id) ?? []
  // Ends the current history entry, so that edits of the next node start their own.
  useEffect(() => () => store.sealHistory(), [store])

  return (
    <aside
      className={classes.panel}
      data-editor-panel
      aria-label={t('editor:panel.label')}
      onBlur={() => store.sealHistory()}
    >
      <header className={classes.head}>
        {Icon && view ? (
          <Icon size={20} stroke={1.5} color={`var(--tj-category-${view.category})`} aria-hidden="true" />
        ) : null}
        <TextInput
          variant="unstyled"
          className={classes.name}
          aria-label={t('editor:panel.name')}
          placeholder={kindTitle(node.kind, locale)}
          value={node.name ?? ''}
          maxLength={120}
          readOnly={readOnly}
          onChange={(event) => store.rename(node.id, event.currentTarget.value)}
        />
        {readOnly ? null : (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t('editor:more')}>
                <IconDots size={18} stroke={1.5} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>
                {kindTitle(node.kind, locale)} · {node.id}
              </Menu.Label>
              {node.kind === 'entry' ? null : (
                <Menu.Item
                  leftSection={<IconCopy size={16} stroke={1.5} />}
                  onClick={() => {
                    store.select([node.id])
                    store.duplicate()
                  }}
                >
                  {t('editor:panel.duplicate')}
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<IconTrash size={16} stroke={1.5} />}
                onClick={() => {
                  store.select([node.id])
                  removeSelection()
                }}
              >
                {t('editor:panel.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        <Tooltip label={t('editor:panel.close')}>
          <ActionIcon aria-label={t('editor:panel.close')} onClick={onClose}>
            <IconX size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </header>
      <NodeFormProvider value={environment}>
        <FormBoundary fallback={<BrokenForm node={node} />}>
          {isNodeKindName(node.kind) ? (
            <NodeForms kind={node.kind} node={node} issues={issues} tab={tab} onTab={onTab} />
          ) : (
            <p className={classes.body}>{t('editor:panel.unknownKind', { kind: node.kind })}</p>
          )}
        </FormBoundary>
      </NodeFormProvider>
      {isPublished ? (
        <footer className={classes.foot}>
          <AnchorLink to="/journeys/$journeyId/participants" params={{ journeyId }} search={{ nodeId: node.id }}>
            {t('editor:panel.people')}
          </AnchorLink>
          {node.kind === 'callApi' ? (
            <AnchorLink to="/journeys/$journeyId/nodes/$nodeId/callouts" params={{ journeyId, nodeId: node.id }}>
              {t('editor:panel.callouts')}
            </AnchorLink>
          ) : null}
          {node.kind === 'email' || node.kind === 'survey' ? (
            <AnchorLink to="/activity/mails" search={{ journeyId, nodeId: node.id }}>
              {t('editor:panel.mails')}
            </AnchorLink>
          ) : null}
        </footer>
      ) : null}
    </aside>
  )
}

type NodeFormsProps<Kind extends NodeKindName> = {
  kind: Kind
  node: DraftNode
  issues: readonly Issue[]
  tab: string
  onTab: (tab: string) => void
}

function NodeForms<Kind extends NodeKindName>({ kind, node, issues, tab, onTab }: NodeFormsProps<Kind>) {
  const { store } = useEditor()
  const locale = useLocale()
  const view: NodeView<Kind> = nodeView(kind)
  const panel = useRef<HTMLDivElement>(null)
  const form = {
    node,
    config: node.config as DraftConfig<Kind>,
    onChange: (config: DraftConfig<Kind>) => void store.setConfig(node.id, config),
    issues,
  }
  if (!view.tabs) {
    return (
      <div ref={panel} className={classes.body}>
        <ReadOnly>
          <view.Form {...form} />
        </ReadOnly>
        <Issues issues={issues} />
      </div>
    )
  }
  const shown = view.tabs.find(({ id }) => id === tab) ?? view.tabs[0]!
  return (
    <Tabs value={shown.id} onChange={(next) => next && onTab(next)} className={classes.tabs} keepMounted={false}>
      <Tabs.List>
        {view.tabs.map((each) => (
          <Tabs.Tab key={each.id} value={each.id} rightSection={<Tick tab={each} form={form} />}>
            {each.title[locale]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {view.tabs.map(({ id, Form, owns }) => (
        <Tabs.Panel key={id} value={id} className={classes.body}>
          <ReadOnly>
            <Form {...form} />
          </ReadOnly>
          <Issues issues={issues.filter(owns)} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** A viewer can open every node but change none, whatever inputs its form has. */
function ReadOnly({ children }: { children: ReactNode }) {
  const readOnly = useEditorState((state) => state.readOnly)
  return (
    <fieldset className={classes.form} disabled={readOnly}>
      {children}
    </fieldset>
  )
}

function Tick<Kind extends NodeKindName>({ tab, form }: { tab: NodeTab<Kind>; form: NodeFormProps<Kind> }) {
  const { t } = useTranslation('editor')
  const useIsInOrder = tab.useIsInOrder ?? always
  const isInOrder = useIsInOrder(form)
  if (!isInOrder || form.issues.some((issue) => issue.severity === 'error' && tab.owns(issue))) return null
  return <IconCheck size={14} stroke={2} color="var(--tj-success)" aria-label={t('panel.inOrder')} />
}

const always = () => true

function Issues({ issues }: { issues: readonly Issue[] }) {
  const locale = useLocale()
  const document = useEditorState((state) => state.document)
  if (issues.length === 0) return null
  return (
    <ul className={classes.issues}>
      {issues.map((issue, index) => {
        const Icon = issue.severity === 'error' ? IconAlertCircle : IconAlertTriangle
        return (
          <li key={`${issue.code} ${index}`} data-severity={issue.severity}>
            <Icon size={16} stroke={1.5} aria-hidden="true" />
            <span>{issueText(issue, document, locale)}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** A config written by a script may hold values that a form cannot show. The editor continues and offers a fallback. */
class FormBoundary extends Component<{ children: ReactNode; fallback: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? this.props.fallback : this.props.children
  }
}

function BrokenForm({ node }: { node: DraftNode }) {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  return (
    <div className={classes.body}>
      <p>{t('panel.broken')}</p>
      {isNodeKindName(node.kind) ? (
        <div>
          <Button
            variant="default"
            onClick={() => {
              store.setConfig(node.id, structuredClone(nodeKind(node.kind as NodeKindName).defaultConfig))
              store.select([])
            }}
          >
            {t('panel.startOver')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
