import type { Tables } from '../db/tables.ts'

type PersonalClass = 'link' | 'identifies' | 'about' | 'content'

/**
 * What a column holds about people:
 *
 * - `none`: nothing about anybody, such as ids of journeys, times, counts, settings and sealed secrets
 * - `link`: the id of a participant or enrollment
 * - `identifies`: an e-mail address or the key by which a journey knows a participant
 * - `about`: values that belong to one participant
 * - `content`: texts and JSON that can name a participant, whoever the row belongs to
 * - `member`: a user of Tabiji. Erasing a participant leaves it alone
 */
export type ColumnClass = 'none' | PersonalClass | 'member'

/** How a column leads from a participant to its rows. `hash` is for a column that stores the hash of a value. */
export type PersonLink =
  | { by: 'participant' | 'enrollment' | 'address' | 'key'; column: string }
  | { by: 'hash'; column: string; hash(value: string): string | Buffer }

/** The workspace of a row: its own column, a column of the row it refers to, or null for tables of the whole installation. */
export type WorkspaceOf = { column: string } | { column: string; of: string; key: string } | null

/** What erasing does with a row that names the person: deletes it, replaces columns by the given SQL literals and the matching
 * text of all others, or replaces the matching text alone. */
export type Treatment = 'delete' | { set: Record<string, string | null> } | 'redact'

/** What removes old rows. Where nothing does, the reason is written down. */
export type Retention =
  | 'journeyDeletion'
  | 'recordRetention'
  | 'eventCleanUp'
  | 'importCleanUp'
  | 'jobRunCleanUp'
  | 'queueCleanUp'
  | { kept: string }

/** What the report of an erasing calls the rows, whatever tables hold them. The web has a name for each. */
export const personalPlaces = [
  'people',
  'steps',
  'calls',
  'mails',
  'outbox',
  'surveys',
  'ctas',
  'events',
  'imports',
  'exclusions',
  'externalActions',
  'eventEndpoints',
  'journeyTexts',
  'auditLog',
  'backgroundWork',
] as const
export type PersonalPlace = (typeof personalPlaces)[number]

export type TableDeclaration = {
  schema: 'public' | 'pgboss'
  table: string
  columns: Record<string, ColumnClass>
  place?: PersonalPlace
  workspace?: WorkspaceOf
  /** How the rows of a participant are found. Erasing deletes them. */
  links?: readonly PersonLink[]
  /**
   * What erasing does with further rows that name the person in a column of the classes `identifies`, `about` and `content`.
   * `left` counts and reports them: they are what members wrote, and a changed text could change what a journey does.
   */
  mentions?: Treatment | { left: string }
  /** Whether a value that equals the person's key also counts as naming the person. */
  matchesKeys?: true
  /** Rows that erasing leaves for the next pass, because a worker still needs them. */
  busyWhile?: { column: string; is: string }
  retention?: Retention
}

type Columns<Row> = { [Column in keyof Row]: ColumnClass } & Record<string, ColumnClass>

/** The declaration of a table that `Tables` knows. A column of its type without a class does not compile. */
export function declareTable<Name extends keyof Tables>(
  table: Name,
  declaration: Omit<TableDeclaration, 'schema' | 'table' | 'columns'> & { columns: Columns<Tables[Name]> },
): TableDeclaration {
  return { schema: 'public', table, ...declaration }
}

/** The columns in which a person can be named. */
export function searchedColumns({ columns }: TableDeclaration): string[] {
  return Object.keys(columns).filter((column) => ['identifies', 'about', 'content'].includes(columns[column]!))
}

export function isPersonal(columnClass: ColumnClass): boolean {
  return columnClass !== 'none' && columnClass !== 'member'
}
