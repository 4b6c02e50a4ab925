import { createHash } from 'node:crypto'
import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

const ofImport = { column: 'import_id', of: 'imports', key: 'id' } as const

export const importPersonalData = [
  declareTable('import_keys', {
    columns: { import_id: 'none', key_hash: 'link', line: 'none' },
    place: 'imports',
    workspace: ofImport,
    links: [{ by: 'hash', column: 'key_hash', hash: (key) => createHash('sha256').update(key).digest() }],
    retention: 'importCleanUp',
  }),
  declareTable('import_rows', {
    columns: { import_id: 'none', line: 'none', cells: 'about' },
    place: 'imports',
    workspace: ofImport,
    // The line stays: a running import counts its lines, and would report lost ones.
    mentions: { set: { cells: '{"unreadable": "csv.rowErased"}' } },
    matchesKeys: true,
    retention: 'importCleanUp',
  }),
  declareTable('import_rejects', {
    columns: { import_id: 'none', line: 'none', cells: 'about', reasons: 'content' },
    place: 'imports',
    workspace: ofImport,
    mentions: 'delete',
    matchesKeys: true,
    retention: 'recordRetention',
  }),
  declareTable('imports', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      journey_id: 'none',
      purpose: 'none',
      status: 'none',
      file_name: 'content',
      dialect: 'none',
      headers: 'content',
      mapping: 'content',
      is_dry_run: 'none',
      row_count: 'none',
      counts: 'none',
      error: 'content',
      created_by: 'member',
      created_at: 'none',
      started_at: 'none',
      finished_at: 'none',
    },
    place: 'imports',
    workspace: { column: 'workspace_id' },
    mentions: 'redact',
    retention: 'journeyDeletion',
  }),
]
