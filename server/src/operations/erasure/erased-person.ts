import type { Person } from '../../engine/participants/find-person.ts'

/** Whom an erasure is about, with further texts to search for. Sealed in its row while it runs. */
export type ErasedPerson = Person & { words: string[] }
