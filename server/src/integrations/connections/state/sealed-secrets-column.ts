import type { SealedColumn } from '../../../kernel/secrets/sealed-columns.ts'
import { findConnectionById } from '../connection.repository.ts'
import { purposeOf } from './purpose-of.ts'

export const sealedConnectionSecrets: SealedColumn = {
  key: 'id',
  async purposeOf(db, row) {
    const connection = await findConnectionById(db, row)
    return connection && purposeOf(connection)
  },
}
