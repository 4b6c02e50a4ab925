import { createContext, type RefObject } from 'react'

/** Tells the dialog around a form whether closing it would lose changes. Null outside a dialog. */
export const FormGuardContext = createContext<RefObject<() => boolean> | null>(null)
