import type { Generated, JSONColumnType } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { PersonalPlace } from '../../kernel/personal-data/table-declaration.ts'

/** How many rows or files of a place named the person, and what became of them. `left` are those that members have to change. */
export type PlaceReport = { place: PersonalPlace; found: number; erased: number; left: number }

export type ErasureTable = {
  id: string
  workspace_id: string
  status: 'running' | 'done'
  is_dry_run: boolean
  keeps_out: boolean
  sealed_person: string | null
  places: JSONColumnType<PlaceReport[], string | undefined, string>
  done: Generated<number>
  total: Generated<number>
  requested_by: JSONColumnType<Actor>
  created_at: Date
  finished_at: Date | null
}

declare module '../../kernel/secrets/sealed-place.ts' {
  interface SealedColumns {
    'erasures.sealed_person': true
  }
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    erasures: ErasureTable
  }
}
