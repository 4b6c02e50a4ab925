import { Button, Popover, TextInput } from '@mantine/core'
import { mergeAttributes, Node } from '@tiptap/core'
import { type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer } from '@tiptap/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './form.module.css'
import type { Chip } from './liquid-chips.ts'
import { useNodeForm } from './node-form-context.tsx'

/** A chip inside a text: one piece that cannot be half-edited. */
export const ChipNode = Node.create({
  name: 'chip',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => ({
    variable: { default: '', parseHTML: (element) => element.getAttribute('data-chip') ?? '', renderHTML: () => ({}) },
    fallback: { default: null, parseHTML: (element) => element.getAttribute('data-fallback'), renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: 'span[data-chip]' }],
  renderHTML({ node, HTMLAttributes }) {
    const { variable, fallback } = node.attrs as Chip
    const data = { 'data-chip': variable, ...(fallback === null ? {} : { 'data-fallback': fallback }) }
    return ['span', mergeAttributes(HTMLAttributes, data)]
  },
  addNodeView: () => ReactNodeViewRenderer(ChipView, { as: 'span', className: 'tj-chip' }),
})

function ChipView({ node, updateAttributes, deleteNode, editor }: NodeViewProps) {
  const { t } = useTranslation('nodes')
  const { variables } = useNodeForm()
  const [opened, setOpened] = useState(false)
  const { variable, fallback } = node.attrs as Chip
  const known = variables.find(({ name }) => name === variable)
  const label = known?.label ?? variable
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
            {fallback === null ? null : <span className={classes.chipFallback}>{t('chip.or', { text: fallback })}</span>}
          </span>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={classes.stack}>
            <TextInput
              label={t('chip.fallback')}
              description={t('chip.fallbackHint')}
              value={fallback ?? ''}
              onChange={(event) => updateAttributes({ fallback: event.currentTarget.value || null })}
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
