import { ActionIcon, Input, Tooltip } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { type Extensions, Extension } from '@tiptap/core'
import { EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { documentOfText, textOfDocument } from './chip-document.ts'
import { ChipNode } from './chip-node.tsx'
import { ChipSuggestions, chipTriggers } from './chip-suggestions.tsx'
import classes from '../form.module.css'
import { useNodeForm } from '../node-form-context.tsx'

export type ChipTextProps = {
  value: string
  onChange: (source: string) => void
  label: string
  hideLabel?: boolean
  description?: ReactNode
  error?: ReactNode
  placeholder?: string
  lines?: 'one' | 'many'
}

/** A text with chips for participant fields and outputs of earlier nodes. Its value is Liquid. */
export function ChipText({
  value,
  onChange,
  label,
  hideLabel,
  description,
  error,
  placeholder,
  lines = 'one',
}: ChipTextProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const id = useId()
  const listener = useRef<Parameters<typeof chipTriggers>[0]['current']>(null)
  const [anchor, setAnchor] = useState<DOMRect | null>(null)
  const latest = useRef(onChange)
  latest.current = onChange

  const editor = useEditor({
    extensions: extensionsFor(lines, listener),
    content: documentOfText(value),
    editable: !readOnly,
    editorProps: {
      attributes: {
        class: classes.editable ?? '',
        role: 'textbox',
        'data-lines': lines,
        'aria-label': label,
        'aria-multiline': String(lines === 'many'),
        ...(description ? { 'aria-describedby': `${id}-hint` } : {}),
      },
      handlePaste: (_view, event) => {
        const text = event.clipboardData?.getData('text/plain')
        if (!text) return false
        const pasted = documentOfText(lines === 'one' ? text.replace(/\s*\n\s*/g, ' ') : text)
        const content = pasted.content ?? []
        editor?.commands.insertContent(content.length === 1 ? (content[0]?.content ?? []) : content)
        return true
      },
    },
    onUpdate: ({ editor: updated }) => latest.current(textOfDocument(updated.getJSON())),
  })

  useEffect(() => {
    // The store returns the same text after each key. Only a text from another source (undo) may move the caret.
    if (editor && textOfDocument(editor.getJSON()) !== value)
      editor.commands.setContent(documentOfText(value), { emitUpdate: false })
  }, [editor, value])

  useEffect(() => {
    if (editor && editor.isEditable === readOnly) editor.setEditable(!readOnly)
  }, [editor, readOnly])

  return (
    <div>
      {hideLabel ? null : <Input.Label onClick={() => editor?.commands.focus()}>{label}</Input.Label>}
      {description ? (
        <div id={`${id}-hint`} className={classes.hint}>
          {description}
        </div>
      ) : null}
      <div className={classes.chipInput} data-error={error ? true : undefined} data-disabled={readOnly || undefined}>
        {value === '' && placeholder ? <span className={classes.placeholder}>{placeholder}</span> : null}
        <EditorContent editor={editor} />
        {readOnly ? null : (
          <Tooltip label={t('chip.insert')}>
            <ActionIcon
              size="sm"
              className={classes.insert}
              aria-label={t('chip.insertInto', { label })}
              onPointerDown={(event) => event.stopPropagation()}
              onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
            >
              <IconBraces size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {error ? <div className={classes.error}>{error}</div> : null}
      {editor ? (
        <ChipSuggestions editor={editor} listener={listener} anchor={anchor} onClose={() => setAnchor(null)} />
      ) : null}
    </div>
  )
}

const plainText = {
  blockquote: false,
  bold: false,
  bulletList: false,
  code: false,
  codeBlock: false,
  heading: false,
  horizontalRule: false,
  italic: false,
  link: false,
  listItem: false,
  listKeymap: false,
  orderedList: false,
  strike: false,
  trailingNode: false,
  underline: false,
} as const

/** One line: Enter inserts nothing and does not submit the form. */
const OneLine = Extension.create({
  name: 'oneLine',
  priority: 50,
  addKeyboardShortcuts: () => ({ Enter: () => true, 'Shift-Enter': () => true }),
})

function extensionsFor(lines: 'one' | 'many', listener: Parameters<typeof chipTriggers>[0]): Extensions {
  return [
    StarterKit.configure({ ...plainText, hardBreak: false }),
    ChipNode,
    chipTriggers(listener),
    ...(lines === 'one' ? [OneLine] : []),
  ]
}
