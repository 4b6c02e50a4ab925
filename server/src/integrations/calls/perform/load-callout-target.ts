import type { Auth } from '@tabiji/shared/auth/auth.ts'
import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { ConnectionLimits } from '@tabiji/shared/http-call/limits/connection-limits.ts'
import { mask, secretMasker } from '@tabiji/shared/auth/mask.ts'
import { LRUCache } from 'lru-cache'
import { applyAuth, secretPlaces, secretsOf } from '../../connections/auth/registry.ts'
import { baseUrlOf } from '../../connections/checks/base-url-of.ts'
import type { ConnectionState } from '../../connections/connection.ts'
import { findConnection, type StoredConnection } from '../../connections/connection.repository.ts'
import { openAuth } from '../../connections/state/seal-auth.ts'
import type { UsedConnection } from '@tabiji/shared/auth/secret-use.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { UnreadableSecretError } from '../../../kernel/secrets/sealed-place.ts'
import { findExternalAction } from '../../actions/external-action.repository.ts'
import { limitAllowList } from '../../../kernel/outbound/allow-limit.ts'
import { type AllowList, compileAllowList } from '../../../kernel/outbound/allow-list.ts'
import type { Masking } from '../attempts/callout-record.ts'
import { findWorkspaceSettings } from '../../../accounts/settings/find-workspace-settings.ts'

/** An opened connection. Its secrets are in clear, so it never leaves the process. */
export type OpenConnection = {
  id: string
  workspaceId: string
  name: string
  baseUrl: string
  auth: Auth
  /** What its row says, with the secrets masked; access tokens are sealed for this. */
  stored: UsedConnection & { id: string }
  /** The stored secrets do not belong to this row, so nothing can be sent. */
  isUnreadable: boolean
  limits: ConnectionLimits
  state: ConnectionState
  allow: AllowList
  masking: Masking
}

export type CalloutTarget = {
  connection: OpenConnection
  externalActionId: string | null
  version: number | null
  action: ExternalAction
}

// A change of credentials or base URL reaches running calls in every process within one second.
const freshForMs = 900

type CachedConnection = { loadedAt: number; fingerprint: string; opening: Promise<OpenConnection | undefined> }

export type CalloutTargets = {
  connections: LRUCache<string, CachedConnection>
  actions: LRUCache<string, Promise<ExternalAction | undefined>>
}

export function createCalloutTargets(): CalloutTargets {
  return { connections: new LRUCache({ max: 2000 }), actions: new LRUCache({ max: 2000 }) }
}

declare module '../../../kernel/deps.ts' {
  interface Deps {
    calloutTargets: CalloutTargets
  }
}

/** What a call of one action version needs; undefined when the action or its connection does not exist. */
export async function loadCalloutTarget(
  deps: Deps,
  reference: { workspaceId: string; externalActionId: string; version: number },
): Promise<CalloutTarget | undefined> {
  const action = await loadActionVersion(deps, reference)
  if (!action) return undefined
  const connection = await loadOpenConnection(deps, reference.workspaceId, action.connectionId)
  return connection && { connection, externalActionId: reference.externalActionId, version: reference.version, action }
}

export function loadOpenConnection(deps: Deps, workspaceId: string, id: string): Promise<OpenConnection | undefined> {
  // A transaction may see uncommitted rows, which must not enter the cache.
  if (deps.db.isTransaction) return load(deps, workspaceId, id).then((loaded) => loaded && open(deps, loaded))
  const { connections } = deps.calloutTargets
  const key = `${workspaceId}/${id}`
  const cached = connections.get(key)
  if (cached && deps.clock.monotonic() - cached.loadedAt < freshForMs) return cached.opening

  const entry: CachedConnection = {
    loadedAt: deps.clock.monotonic(),
    fingerprint: '',
    opening: Promise.resolve(undefined),
  }
  entry.opening = load(deps, workspaceId, id).then(
    (loaded) => {
      if (!loaded) {
        connections.delete(key)
        return undefined
      }
      entry.fingerprint = loaded.fingerprint
      // Unchanged: reuse the same object, with its opened secrets and its sockets.
      return cached?.fingerprint === loaded.fingerprint ? cached.opening : open(deps, loaded)
    },
    (error: unknown) => {
      connections.delete(key)
      throw error
    },
  )
  connections.set(key, entry)
  return entry.opening
}

/** Called by the process that made a change, so that its very next call uses it. */
export function forgetConnection({ calloutTargets: { connections } }: Pick<Deps, 'calloutTargets'>, id: string): void {
  for (const key of connections.keys()) if (key.endsWith(`/${id}`)) connections.delete(key)
}

function loadActionVersion(
  deps: Deps,
  reference: { workspaceId: string; externalActionId: string; version: number },
): Promise<ExternalAction | undefined> {
  const find = () =>
    findExternalAction(deps.db, reference.workspaceId, reference.externalActionId, reference.version).then(
      (found) => found?.definition,
    )
  if (deps.db.isTransaction) return find()
  const { actions } = deps.calloutTargets
  const key = `${reference.workspaceId}/${reference.externalActionId}/${reference.version}`
  const cached = actions.get(key)
  if (cached) return cached
  // A version never changes, so it stays cached once it was found.
  const finding = find().then(
    (action) => {
      if (!action) actions.delete(key)
      return action
    },
    (error: unknown) => {
      actions.delete(key)
      throw error
    },
  )
  actions.set(key, finding)
  return finding
}

type Loaded = { stored: StoredConnection; allow: string[]; fingerprint: string }

async function load(deps: Deps, workspaceId: string, id: string): Promise<Loaded | undefined> {
  const [stored, settings] = await Promise.all([
    findConnection(deps.db, workspaceId, id),
    findWorkspaceSettings(deps.db, workspaceId),
  ])
  if (!stored) return undefined
  const allow = settings?.calloutAllow ?? []
  // `updatedAt` alone is not enough: two changes within one millisecond have the same value.
  const { updatedAt, state, baseUrl, sealedSecrets, limits } = stored
  return { stored, allow, fingerprint: JSON.stringify([updatedAt, state, baseUrl, sealedSecrets, limits, allow]) }
}

function open(deps: Deps, { stored, allow }: Loaded): OpenConnection {
  const list = limitAllowList(compileAllowList(allow, stored.workspaceId), deps.allowLimit)
  let auth = stored.auth
  let isUnreadable = false
  try {
    auth = openAuth(stored, deps.secrets)
  } catch (error) {
    if (!(error instanceof UnreadableSecretError)) throw error
    deps.log.error({ connectionId: stored.id, reason: error.reason }, error.message)
    isUnreadable = true
  }
  return { ...openConnection(deps, { ...stored, auth }, list), isUnreadable }
}

/** Also opens a connection that is not saved yet. Its auth has the secrets in clear. */
export function openConnection(
  deps: Pick<Deps, 'config'>,
  connection: Pick<
    StoredConnection,
    'id' | 'workspaceId' | 'name' | 'connector' | 'baseUrl' | 'auth' | 'limits' | 'state'
  >,
  allow: AllowList,
): OpenConnection {
  const { id, workspaceId, name, auth, limits, state } = connection
  return {
    stored: connection,
    isUnreadable: false,
    id,
    workspaceId,
    name,
    auth,
    limits,
    state,
    baseUrl: baseUrlOf(connection, deps.config),
    allow,
    masking: { text: secretMasker(secretTexts(auth)), ...secretPlaces(auth) },
  }
}

/** The secrets, and the header values that contain them. A reply may quote either. */
function secretTexts(auth: Auth): string[] {
  const probe = { method: 'GET', url: 'https://probe.invalid/', headers: {} as Record<string, string>, body: null }
  applyAuth(probe, auth, { accessToken: mask, now: new Date(0) })
  const values = secretPlaces(auth)
    .headers.flatMap((name) => probe.headers[name] ?? [])
    // There is no access token here yet. A value with the mask in its place is not a secret.
    .filter((value) => !value.includes(mask))
  return [...Object.values(secretsOf(auth)), ...values, ...values.map((value) => value.replace(/^\S+ /, ''))]
}
