import { ActionIcon, Button, Input, Popover, Textarea, TextInput, Tooltip } from '@mantine/core'
import {
  IconBold,
  IconBraces,
  IconCode,
  IconH2,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconQuote,
  type IconProps,
} from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { EditorContent, useEditor, useEditorState } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { htmlOfChips, htmlWithChips, isPlainRichText } from './chip-html.ts'
import { ChipNode } from './chip-node.tsx'
import { ChipSuggestions, chipTriggers } from './chip-suggestions.tsx'
import classes from '../form.module.css'
import { useNodeForm } from '../node-form-context.tsx'

export type RichTextProps = {
  /** Liquid over HTML. */
  value: string
  onChange: (source: string) => void
  label: string
  error?: ReactNode
  placeholder?: string
}

/** The body of a mail, edited visually or as HTML. */
export function RichText({ value, onChange, label, error, placeholder }: RichTextProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const plain = isPlainRichText(value)
  const [asHtml, setAsHtml] = useState(!plain)
  const showsHtml = asHtml || !plain
  return (
    <div>
      <div className={classes.cardHead}>
        <Input.Label>{label}</Input.Label>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconCode size={14} stroke={1.5} />}
          aria-pressed={showsHtml}
          disabled={!plain}
          onClick={() => setAsHtml(!asHtml)}
        >
          {t(showsHtml ? 'rich.visual' : 'rich.html')}
        </Button>
      </div>
      {showsHtml ? (
        <Textarea
          aria-label={label}
          value={value}
          readOnly={readOnly}
          onChange={(event) => onChange(event.currentTarget.value)}
          minRows={10}
          maxRows={24}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } }}
          description={plain ? undefined : t('rich.onlyHtml')}
          error={error}
        />
      ) : (
        <>
          <VisualEditor
            value={value}
            onChange={onChange}
            label={label}
            placeholder={placeholder}
            invalid={Boolean(error)}
          />
          {error ? <div className={classes.error}>{error}</div> : null}
        </>
      )}
    </div>
  )
}

type VisualEditorProps = Pick<RichTextProps, 'value' | 'onChange' | 'label'> & {
  placeholder?: string | undefined
  invalid: boolean
}

function VisualEditor({ value, onChange, label, placeholder, invalid }: VisualEditorProps) {
  const { readOnly } = useNodeForm()
  const listener = useRef<Parameters<typeof chipTriggers>[0]['current']>(null)
  const [anchor, setAnchor] = useState<DOMRect | null>(null)
  const latest = useRef(onChange)
  latest.current = onChange
  const given = useRef(value)

  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: { levels: [1, 2, 3] },
        link: { openOnClick: false, protocols: ['https', 'http', 'mailto'] },
      }),
      ChipNode,
      chipTriggers(listener),
    ],
    content: htmlWithChips(value),
    editable: !readOnly,
    editorProps: {
      attributes: { class: classes.editable ?? '', role: 'textbox', 'aria-label': label, 'aria-multiline': 'true' },
    },
    onUpdate: ({ editor: updated }) => {
      given.current = htmlOfChips(updated.getHTML())
      latest.current(given.current)
    },
  })

  useEffect(() => {
    if (!editor || value === given.current) return
    given.current = value
    editor.commands.setContent(htmlWithChips(value), { emitUpdate: false })
  }, [editor, value])

  if (!editor) return null
  return (
    <div
      className={`${classes.chipInput} ${classes.rich}`}
      data-error={invalid || undefined}
      data-disabled={readOnly || undefined}
    >
      {readOnly ? null : <Toolbar editor={editor} onInsert={setAnchor} />}
      {value === '' && placeholder ? <span className={classes.placeholder}>{placeholder}</span> : null}
      <EditorContent editor={editor} />
      <ChipSuggestions editor={editor} listener={listener} anchor={anchor} onClose={() => setAnchor(null)} />
    </div>
  )
}

function Toolbar({ editor, onInsert }: { editor: Editor; onInsert: (anchor: DOMRect) => void }) {
  const { t } = useTranslation('nodes')
  const on = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      bold: current.isActive('bold'),
      italic: current.isActive('italic'),
      heading: current.isActive('heading'),
      bulletList: current.isActive('bulletList'),
      orderedList: current.isActive('orderedList'),
      blockquote: current.isActive('blockquote'),
      link: current.isActive('link'),
    }),
  })
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('rich.format')}>
      <Tool icon={IconBold} label={t('rich.bold')} on={on.bold} run={() => editor.chain().focus().toggleBold().run()} />
      <Tool
        icon={IconItalic}
        label={t('rich.italic')}
        on={on.italic}
        run={() => editor.chain().focus().toggleItalic().run()}
      />
      <Tool
        icon={IconH2}
        label={t('rich.heading')}
        on={on.heading}
        run={() => editor.chain().focus().toggleHeading({ level: 2 }).run()}
      />
      <Tool
        icon={IconList}
        label={t('rich.list')}
        on={on.bulletList}
        run={() => editor.chain().focus().toggleBulletList().run()}
      />
      <Tool
        icon={IconListNumbers}
        label={t('rich.numbers')}
        on={on.orderedList}
        run={() => editor.chain().focus().toggleOrderedList().run()}
      />
      <Tool
        icon={IconQuote}
        label={t('rich.quote')}
        on={on.blockquote}
        run={() => editor.chain().focus().toggleBlockquote().run()}
      />
      <LinkTool editor={editor} on={on.link} />
      <Tooltip label={t('chip.insert')}>
        <ActionIcon
          size="sm"
          className={classes.toolbarEnd}
          aria-label={t('chip.insert')}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => onInsert(event.currentTarget.getBoundingClientRect())}
        >
          <IconBraces size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function Tool({
  icon: Icon,
  label,
  on,
  run,
}: {
  icon: ComponentType<IconProps>
  label: string
  on: boolean
  run: () => void
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={label} aria-pressed={on} data-on={on || undefined} onClick={run}>
        <Icon size={16} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}

function LinkTool({ editor, on }: { editor: Editor; on: boolean }) {
  const { t } = useTranslation('nodes')
  const [href, setHref] = useState<string | null>(null)
  const apply = () => {
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href) chain.setLink({ href }).run()
    else chain.unsetLink().run()
    setHref(null)
  }
  return (
    <Popover
      opened={href !== null}
      onChange={(opened) => !opened && setHref(null)}
      trapFocus
      width={280}
      position="bottom-start"
    >
      <Popover.Target>
        <ActionIcon
          size="sm"
          aria-label={t('rich.link')}
          aria-pressed={on}
          data-on={on || undefined}
          onClick={() => setHref(String(editor.getAttributes('link').href ?? ''))}
        >
          <IconLink size={16} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.section}
          onSubmit={(event) => {
            event.preventDefault()
            event.stopPropagation()
            apply()
          }}
        >
          <TextInput
            label={t('rich.address')}
            value={href ?? ''}
            placeholder="https://"
            onChange={(event) => setHref(event.currentTarget.value)}
          />
          <Button type="submit" size="xs">
            {t(href ? 'rich.setLink' : 'rich.removeLink')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
