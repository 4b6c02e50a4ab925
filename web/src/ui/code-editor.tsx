import { json } from '@codemirror/lang-json'
import CodeMirror, {
  Decoration,
  type EditorView,
  EditorView as View,
  type Extension,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@uiw/react-codemirror'
import { useMemo, useRef } from 'react'
import classes from './code-editor.module.css'

export type CodeEditorProps = {
  label: string
  value: string
  onChange: (value: string) => void
  language: 'json' | 'text'
  placeholder?: string
  readOnly?: boolean
  invalid?: boolean
  describedBy?: string
  minHeight?: string
  /** Called with a function that writes at the cursor, whenever the editor gets the focus. */
  onFocus?: (insert: (text: string) => void) => void
}

const tokens = new MatchDecorator({
  regexp: /\{\{[^{}\n]*\}\}/g,
  decoration: Decoration.mark({ class: classes.token ?? '' }),
})
const tokenMarks = ViewPlugin.define(
  (view) => ({
    marks: tokens.createDeco(view),
    update(update: ViewUpdate) {
      this.marks = tokens.updateDeco(update, this.marks)
    },
  }),
  { decorations: (plugin) => plugin.marks },
)

/** Bodies of requests. Tab leaves the editor: nobody is caught in it. */
export function CodeEditor({
  label,
  value,
  onChange,
  language,
  placeholder,
  readOnly = false,
  invalid = false,
  describedBy,
  minHeight = '9rem',
  onFocus,
}: CodeEditorProps) {
  const view = useRef<EditorView | null>(null)
  const extensions = useMemo(
    (): Extension[] => [
      ...(language === 'json' ? [json()] : []),
      tokenMarks,
      View.lineWrapping,
      View.contentAttributes.of({
        'aria-label': label,
        'aria-invalid': String(invalid),
        ...(describedBy && { 'aria-describedby': describedBy }),
      }),
    ],
    [language, label, invalid, describedBy],
  )
  const insert = (text: string) => {
    const current = view.current
    if (!current) return
    current.dispatch(current.state.replaceSelection(text))
    current.focus()
  }
  return (
    <CodeMirror
      className={classes.editor}
      data-invalid={invalid || undefined}
      value={value}
      onChange={onChange}
      extensions={extensions}
      placeholder={placeholder}
      readOnly={readOnly}
      minHeight={minHeight}
      maxHeight="26rem"
      theme="none"
      indentWithTab={false}
      basicSetup={{
        lineNumbers: false,
        foldGutter: false,
        highlightActiveLine: false,
        highlightActiveLineGutter: false,
        autocompletion: false,
        searchKeymap: false,
        syntaxHighlighting: false,
      }}
      onCreateEditor={(created) => {
        view.current = created
      }}
      onFocus={() => onFocus?.(insert)}
    />
  )
}
