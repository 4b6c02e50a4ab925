/**
 * The columns that hold sealed values, as `table.column`. A domain adds its own by declaration merging;
 * `app/sealed-columns.ts` does not compile while it lacks one of them.
 */
export interface SealedColumns {}

export type SealedColumnName = keyof SealedColumns & string

/** Where a sealed value belongs. It opens nowhere else. */
export type SealedPlace = {
  column: SealedColumnName
  /** The primary key of its row. */
  row: string
  /** What the value may be used for, as one text; empty where the place says it all. */
  purpose?: string
}

/** A value that does not open where it stands. The message names the place and says what to do. */
export class UnreadableSecretError extends Error {
  readonly place: SealedPlace
  readonly reason: 'keyUnknown' | 'notOfThisPlace'

  constructor(place: SealedPlace, reason: UnreadableSecretError['reason'], message: string) {
    super(message)
    this.name = 'UnreadableSecretError'
    this.place = place
    this.reason = reason
  }
}
