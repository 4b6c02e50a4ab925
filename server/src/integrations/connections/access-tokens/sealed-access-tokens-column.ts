import type { SealedColumn } from '../../../kernel/secrets/sealed-columns.ts'
import { findConnectionById } from '../connection.repository.ts'
import { openAuth } from '../state/seal-auth.ts'
import { purposeOf } from '../state/purpose-of.ts'
import { findAccessTokens, writeAccessTokenOwner } from './access-token.repository.ts'
import { accessTokenOwner, isAccessTokenOwner } from './sealed-access-tokens.ts'

export const sealedAccessTokens: SealedColumn = {
  key: 'connection_id',
  async purposeOf(db, row) {
    const connection = await findConnectionById(db, row)
    return connection && purposeOf(connection)
  },
  // Tokens are told from those of other credentials by a digest, and its key derives from the secret key.
  async alsoRenew({ db, secrets }, row) {
    const connection = await findConnectionById(db, row)
    const tokens = connection && (await findAccessTokens(db, row))
    if (!tokens) return
    const auth = openAuth(connection, secrets)
    if (isAccessTokenOwner(tokens.belongsTo, auth, secrets))
      await writeAccessTokenOwner(db, row, accessTokenOwner(auth, secrets))
  },
}
