import { LRUCache } from 'lru-cache'
import type { Database } from '../../kernel/db/database.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Deps } from '../../kernel/deps.ts'
import { createServerMailer, type Mailer } from '../../kernel/mail/mailer.ts'
import type { SmtpServer } from '../../kernel/mail/smtp-server.ts'
import { limitAllowList } from '../../kernel/outbound/allow-limit.ts'
import { compileAllowList, joinAllowLists } from '../../kernel/outbound/allow-list.ts'
import { findWorkspaceSettings } from '../settings/find-workspace-settings.ts'
import { findMailServer } from './mail-server.repository.ts'
import { passwordPlace } from './sealed-password.ts'

/** The mailer of each workspace: its own server, else that of the installation, else the outbox. */
export type WorkspaceMailers = {
  of(workspaceId: string): Promise<Mailer>
  close(): void
}

declare module '../../kernel/deps.ts' {
  interface Deps {
    mailers: WorkspaceMailers
  }
}

type Source = Pick<Deps, 'mailer' | 'secrets' | 'clock' | 'config' | 'allowLimit' | 'resolveName'> & { db: Database }

const maxOpen = 200

/**
 * Each server has its own connections and its own places, so a slow one holds up no other workspace. A mailer is opened anew when its
 * settings changed, which every process sees at its next mail.
 */
export function createWorkspaceMailers(source: Source): WorkspaceMailers {
  const opened = new LRUCache<string, { key: string; mailer: Mailer }>({
    max: maxOpen,
    dispose: ({ mailer }) => mailer.close(),
  })
  return {
    async of(workspaceId) {
      const row = await findMailServer(source.db, workspaceId)
      if (!row) {
        opened.delete(workspaceId)
        return source.mailer
      }
      const allowed = (await findWorkspaceSettings(source.db, workspaceId))?.calloutAllow ?? []
      const key = [row.updated_at.toISOString(), row.password, ...allowed].join('\n')
      const known = opened.get(workspaceId)
      if (known?.key === key) return known.mailer
      const { host, port, encryption, username, password } = row
      const login =
        username === null || password === null
          ? null
          : { username, password: source.secrets.open(password, passwordPlace(row)) }
      const mailer = openWorkspaceMailer({ ...source, workspaceId }, { host, port, encryption, login }, allowed)
      opened.set(workspaceId, { key, mailer })
      return mailer
    },
    close: () => opened.clear(),
  }
}

/** A mailer that reaches only addresses that the calls of the workspace may reach, too. */
export function openWorkspaceMailer(
  {
    config,
    clock,
    allowLimit,
    resolveName,
    workspaceId,
  }: Pick<Ctx, 'config' | 'clock' | 'allowLimit' | 'resolveName' | 'workspaceId'>,
  server: SmtpServer,
  allowed: readonly string[],
): Mailer {
  const own = limitAllowList(compileAllowList(allowed, workspaceId), allowLimit)
  return createServerMailer(server, joinAllowLists(compileAllowList(config.calloutAllow), own), resolveName, clock)
}
