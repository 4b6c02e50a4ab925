import { createHash } from 'node:crypto'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import type { SealedPlace } from '../../../kernel/secrets/sealed-place.ts'

export type AuthorizationRequest = {
  workspaceId: string
  connectionId: string
  sessionId: string
  sealedVerifier: string
  shownIn: 'popup' | 'page'
  expiresAt: Date
  usedAt: Date | null
}

export async function insertAuthorizationRequest(
  db: Database | Transaction,
  state: string,
  request: Omit<AuthorizationRequest, 'usedAt'>,
): Promise<void> {
  await db
    .insertInto('authorization_requests')
    .values({
      state_hash: hashOf(state),
      workspace_id: request.workspaceId,
      connection_id: request.connectionId,
      session_id: request.sessionId,
      sealed_verifier: request.sealedVerifier,
      shown_in: request.shownIn,
      expires_at: request.expiresAt,
      used_at: null,
    })
    .execute()
}

/** Reads and deletes the request, if it belongs to the session. Another session learns only that it is not its own. */
export async function takeAuthorizationRequest(
  db: Database | Transaction,
  state: string,
  redeemer: { sessionId: string | null; at: Date },
): Promise<AuthorizationRequest | undefined> {
  const stateHash = hashOf(state)
  const row = await db
    .selectFrom('authorization_requests')
    .selectAll()
    .where('state_hash', '=', stateHash)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  if (row.session_id === redeemer.sessionId && row.used_at === null)
    await db
      .updateTable('authorization_requests')
      .set({ used_at: redeemer.at })
      .where('state_hash', '=', stateHash)
      .execute()
  return {
    workspaceId: row.workspace_id,
    connectionId: row.connection_id,
    sessionId: row.session_id,
    sealedVerifier: row.sealed_verifier,
    shownIn: row.shown_in,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }
}

export async function deleteOldAuthorizationRequests(db: Database | Transaction, before: Date): Promise<void> {
  await db.deleteFrom('authorization_requests').where('expires_at', '<', before).execute()
}

/** Where the sealed verifier of the request with this state stands. */
export function verifierPlace(state: string): SealedPlace {
  return { column: 'authorization_requests.sealed_verifier', row: hashOf(state) }
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url')
}
