/** The name of an edit as data; `edit-label-text.ts` translates it. */
export type EditLabel = {
  verb: EditVerb
  /** The node concerned, with its name at that time. */
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
  /** Restores the version number in `count`. */
  | 'restore'
