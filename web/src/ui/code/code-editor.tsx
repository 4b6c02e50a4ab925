import { javascript } from '@codemirror/lang-javascript'
import { json } from '@codemirror/lang-json'
import { syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { classHighlighter } from '@lezer/highlight'
import CodeMirror, {
  Decoration,
  type EditorView,
  EditorView as View,
  type Extension,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@uiw/react-codemirror'
import { useEffect, useMemo, useRef, useState } from 'react'
import classes from './code-editor.module.css'

export type CodeEditorProps = {
  label: string
  value: string
  onChange: (value: string) => void
  language: 'json' | 'text' | 'javascript'
  placeholder?: string
  readOnly?: boolean
  invalid?: boolean
  describedBy?: string
  minHeight?: string
  /** Errors with line and column, both from 1. */
  marks?: readonly CodeMark[]
  /** Called on focus with a function that inserts at the cursor. */
  onFocus?: (insert: (text: string) => void) => void
}

export type CodeMark = { line: number; column: number; message: string }

const noMarks: readonly CodeMark[] = []

const languages = {
  json: [json()],
  text: [],
  javascript: [javascript(), syntaxHighlighting(classHighlighter)],
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

/** An editor for request bodies and code. Tab leaves the editor, so that the keyboard focus is not trapped. */
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
  marks = noMarks,
  onFocus,
}: CodeEditorProps) {
  const view = useRef<EditorView | null>(null)
  const [isCreated, setCreated] = useState(false)
  useEffect(() => {
    const current = view.current
    if (!current) return
    const { doc } = current.state
    const diagnostics = marks.map(({ line, column, message }) => {
      const { from, to } = doc.line(Math.min(line, doc.lines))
      const start = Math.min(from + column - 1, to)
      // At the end of a line, the character before is underlined.
      const at = start === to && to > from ? start - 1 : start
      return { from: at, to: Math.min(at + 1, to), severity: 'error' as const, message }
    })
    current.dispatch(setDiagnostics(current.state, diagnostics))
  }, [marks, isCreated])
  const extensions = useMemo(
    (): Extension[] => [
      ...languages[language],
      ...(language === 'javascript' ? [] : [tokenMarks]),
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
        lineNumbers: language === 'javascript',
        foldGutter: false,
        highlightActiveLine: false,
        highlightActiveLineGutter: false,
        autocompletion: false,
        searchKeymap: false,
        syntaxHighlighting: false,
      }}
      onCreateEditor={(created) => {
        view.current = created
        setCreated(true)
      }}
      onFocus={() => onFocus?.(insert)}
    />
  )
}
