import type { SealedColumn } from '../../kernel/secrets/sealed-columns.ts'
import type { SealedPlace } from '../../kernel/secrets/sealed-place.ts'
import { findMailServer, type MailServerRow } from './mail-server.repository.ts'

type MailServerUse = Pick<MailServerRow, 'workspace_id' | 'host' | 'port' | 'encryption' | 'username'>

/** The password goes only to the server, and by the encryption and name, that it was entered for. */
export function passwordPlace(server: MailServerUse): SealedPlace {
  return { column: 'mail_servers.password', row: server.workspace_id, purpose: purposeOf(server) }
}

function purposeOf({ host, port, encryption, username }: MailServerUse): string {
  return JSON.stringify([host, port, encryption, username])
}

export const sealedMailServerPassword: SealedColumn = {
  key: 'workspace_id',
  async purposeOf(db, row) {
    const server = await findMailServer(db, row)
    return server && purposeOf(server)
  },
}
