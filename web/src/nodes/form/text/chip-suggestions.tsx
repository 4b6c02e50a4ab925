import { Portal } from '@mantine/core'
import { Extension, type Editor, type Range } from '@tiptap/core'
import { PluginKey } from '@tiptap/pm/state'
import { Suggestion } from '@tiptap/suggestion'
import { Fragment, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../form.module.css'
import { useNodeForm, type Variable } from '../node-form-context.tsx'

/** What the list of values needs: the position of the caret, the typed query, and the range to replace. */
export type SuggestionRequest = { query: string; rect: DOMRect | null; range: Range }

type Listener = {
  show: (request: SuggestionRequest | null) => void
  key: (event: KeyboardEvent) => boolean
}

/** `/` and `{` open the list of values while typing. */
export function chipTriggers(listener: { current: Listener | null }) {
  const at = (char: string, allowedPrefixes: string[] | null) => (editor: Editor) =>
    Suggestion({
      editor,
      char,
      allowedPrefixes,
      pluginKey: new PluginKey(`chips ${char}`),
      items: () => [],
      render: () => {
        const show = ({
          query,
          clientRect,
          range,
        }: {
          query: string
          clientRect?: (() => DOMRect | null) | null
          range: Range
        }) => listener.current?.show({ query: query.replace(/^\{\s*/, ''), rect: clientRect?.() ?? null, range })
        return {
          onStart: show,
          onUpdate: show,
          onExit: () => listener.current?.show(null),
          onKeyDown: ({ event }) => listener.current?.key(event) ?? false,
        }
      },
    })
  return Extension.create({
    name: 'chipTriggers',
    // A slash inside a word or an address does not open the list.
    addProseMirrorPlugins() {
      return [at('/', [' '])(this.editor), at('{', null)(this.editor)]
    },
  })
}

export type ChipSuggestionsProps = {
  editor: Editor
  listener: { current: Listener | null }
  /** Set when the button opened the list instead of typing. */
  anchor: DOMRect | null
  onClose: () => void
}

export function ChipSuggestions({ editor, listener, anchor, onClose }: ChipSuggestionsProps) {
  const { t } = useTranslation('nodes')
  const { variables } = useNodeForm()
  const [typed, setTyped] = useState<SuggestionRequest | null>(null)
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)

  const wanted = typed?.query.trim().toLowerCase() ?? ''
  const shown = variables.filter(({ label, name }) => `${label} ${name}`.toLowerCase().includes(wanted))
  const rect = typed?.rect ?? anchor
  const position = Math.min(active, Math.max(0, shown.length - 1))

  const insert = (variable: Variable | undefined) => {
    if (!variable) return
    const chip = { type: 'chip', attrs: { variable: variable.name, fallback: null } }
    const chain = editor.chain().focus()
    if (typed) chain.insertContentAt(typed.range, chip).run()
    else chain.insertContent(chip).run()
    setTyped(null)
    onClose()
  }

  useEffect(() => {
    listener.current = {
      show: (request) => {
        setTyped(request)
        setActive(0)
      },
      key: (event) => {
        if (shown.length === 0) return false
        if (event.key === 'ArrowDown') setActive((position + 1) % shown.length)
        else if (event.key === 'ArrowUp') setActive((position - 1 + shown.length) % shown.length)
        else if (event.key === 'Enter' || event.key === 'Tab') insert(shown[position])
        else if (event.key === 'Escape') setTyped(null)
        else return false
        event.stopPropagation()
        return true
      },
    }
    return () => {
      listener.current = null
    }
  })

  useEffect(() => {
    if (!anchor) return
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !list.current?.contains(event.target as Element))
        onClose()
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [anchor, onClose])

  if (!rect || (typed && shown.length === 0)) return null
  const left = Math.min(rect.left, window.innerWidth - 288)
  const below = rect.bottom + 4
  const room = window.innerHeight - below
  return (
    <Portal>
      <div
        ref={list}
        className={classes.suggestions}
        role="listbox"
        aria-label={t('chip.list')}
        style={room < 260 ? { left, bottom: window.innerHeight - rect.top + 4 } : { left, top: below }}
      >
        {shown.length === 0 ? <div className={classes.suggestionGroup}>{t('chip.none')}</div> : null}
        {shown.map((variable, index) => (
          <Fragment key={variable.name}>
            {variable.group === shown[index - 1]?.group ? null : (
              <div className={classes.suggestionGroup}>{variable.group}</div>
            )}
            <button
              type="button"
              role="option"
              aria-selected={index === position}
              data-active={index === position || undefined}
              className={classes.suggestion}
              // Keeps the caret in the text, where the chip is inserted.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => insert(variable)}
            >
              <span className={classes.fieldName}>{variable.label}</span>
              <span className={classes.fieldType}>{t(`fieldType.${variable.type}`)}</span>
            </button>
          </Fragment>
        ))}
      </div>
    </Portal>
  )
}
