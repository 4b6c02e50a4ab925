/** What an edit is called, as data; `edit-label-text.ts` says it in the reader's language. */
export type EditLabel = {
  verb: EditVerb
  /** The node it is about, as it was called then. */
  node?: { kind: string; name?: string | undefined }
  count?: number
}

export type EditVerb =
  | 'add'
  | 'remove'
  | 'move'
  | 'connect'
  | 'disconnect'
  | 'rename'
  | 'change'
  | 'paste'
  | 'duplicate'
  | 'tidyUp'
  | 'settings'
  | 'addField'
  /** Of the version that `count` names. */
  | 'restore'
