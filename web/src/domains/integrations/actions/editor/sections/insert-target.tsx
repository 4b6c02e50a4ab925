import { createContext, type RefObject, useContext, useMemo, useRef } from 'react'

type Insert = (text: string) => void

export type InsertTargets = {
  /** Called by a text field on focus. */
  focused: (insert: Insert) => void
  /** Inserts at the cursor of the text field that had the focus last. */
  insert: Insert
  /** Whether any text field has had the focus. */
  hasCursor: () => boolean
}

const InsertContext = createContext<InsertTargets | null>(null)
export const InsertProvider = InsertContext.Provider

/** `fallback` handles an insert before any text field had the focus. */
export function useInsertTargets(fallback: Insert): InsertTargets {
  const last = useRef<Insert | null>(null)
  const otherwise = useRef(fallback)
  otherwise.current = fallback
  return useMemo(
    () => ({
      focused: (insert) => {
        last.current = insert
      },
      insert: (text) => (last.current ?? otherwise.current)(text),
      hasCursor: () => last.current !== null,
    }),
    [],
  )
}

/** Connects a text field, so that tokens are inserted at its cursor. */
export function useInsertInto(
  input: RefObject<HTMLInputElement | HTMLTextAreaElement | null>,
  value: string,
  onChange: (value: string) => void,
): () => void {
  const targets = useContext(InsertContext)
  const latest = useRef({ value, onChange })
  latest.current = { value, onChange }
  return () =>
    targets?.focused((text) => {
      const field = input.current
      const { value, onChange } = latest.current
      const start = field?.selectionStart ?? value.length
      const end = field?.selectionEnd ?? start
      onChange(value.slice(0, start) + text + value.slice(end))
      // After React has written the new value, which moves the cursor to the end.
      requestAnimationFrame(() => {
        field?.focus()
        field?.setSelectionRange(start + text.length, start + text.length)
      })
    })
}

export function useInsertFocus(): (insert: Insert) => void {
  const targets = useContext(InsertContext)
  return (insert) => targets?.focused(insert)
}

export function useInsert(): Insert {
  const targets = useContext(InsertContext)
  return (text) => targets?.insert(text)
}

export function useHasCursor(): () => boolean {
  const targets = useContext(InsertContext)
  return () => targets?.hasCursor() ?? false
}
