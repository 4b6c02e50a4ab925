import { Button, Popover, Select, TextInput } from '@mantine/core'
import { mergeAttributes, Node } from '@tiptap/core'
import { type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer } from '@tiptap/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../form.module.css'
import { chipAttributes, fallbackOfElement } from './chip-html.ts'
import type { Chip } from './liquid-chips.ts'
import { useNodeForm } from '../node-form-context.tsx'

/** A chip inside a text: an atomic node that cannot be edited partly. */
export const ChipNode = Node.create({
  name: 'chip',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => ({
    variable: { default: '', parseHTML: (element) => element.getAttribute('data-chip') ?? '', renderHTML: () => ({}) },
    fallback: { default: null, parseHTML: fallbackOfElement, renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: 'span[data-chip]' }],
  renderHTML({ node, HTMLAttributes }) {
    const { variable, fallback } = node.attrs as Chip
    return ['span', mergeAttributes(HTMLAttributes, chipAttributes({ variable, fallback }))]
  },
  addNodeView: () => ReactNodeViewRenderer(ChipView, { as: 'span', className: 'tj-chip' }),
})

function ChipView({ node, updateAttributes, deleteNode, editor }: NodeViewProps) {
  const { t } = useTranslation('nodes')
  const { variables } = useNodeForm()
  const [opened, setOpened] = useState(false)
  const { variable, fallback } = node.attrs as Chip
  const known = variables.find(({ name }) => name === variable)
  const labelOf = (name: string) => variables.find((each) => each.name === name)?.label ?? name
  const label = known?.label ?? variable
  const or =
    fallback === null
      ? null
      : 'text' in fallback
        ? t('chip.or', { text: fallback.text })
        : t('chip.orValue', { field: labelOf(fallback.variable) })
  return (
    <NodeViewWrapper as="span">
      <Popover opened={opened} onChange={setOpened} trapFocus withinPortal width={260} position="bottom-start">
        <Popover.Target>
          <span
            role="button"
            tabIndex={editor.isEditable ? 0 : -1}
            className={classes.chip}
            data-unknown={known ? undefined : true}
            aria-label={known ? t('chip.edit', { field: label }) : t('chip.unknown', { field: label })}
            title={`{{ ${variable} }}`}
            onClick={() => editor.isEditable && setOpened(true)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return
              event.preventDefault()
              setOpened(true)
            }}
          >
            {label}
            {or === null ? null : <span className={classes.chipFallback}>{or}</span>}
          </span>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={classes.stack}>
            <TextInput
              label={t('chip.fallback')}
              description={t('chip.fallbackHint')}
              value={fallback && 'text' in fallback ? fallback.text : ''}
              onChange={(event) =>
                updateAttributes({ fallback: event.currentTarget.value ? { text: event.currentTarget.value } : null })
              }
            />
            <Select
              label={t('chip.otherValue')}
              placeholder={t('chip.noOther')}
              clearable
              comboboxProps={{ withinPortal: false }}
              data={variables
                .filter(({ name }) => name !== variable)
                .map(({ name, label: text }) => ({ value: name, label: text }))}
              value={fallback && 'variable' in fallback ? fallback.variable : null}
              onChange={(name) => updateAttributes({ fallback: name ? { variable: name } : null })}
            />
            <Button variant="default" size="xs" onClick={deleteNode}>
              {t('chip.remove')}
            </Button>
          </div>
        </Popover.Dropdown>
      </Popover>
    </NodeViewWrapper>
  )
}
