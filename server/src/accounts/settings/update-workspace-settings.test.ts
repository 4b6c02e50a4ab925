import { expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import type { ServiceError } from '../../kernel/errors.ts'
import { defaultAllowMax } from '../../kernel/outbound/allow-limit.ts'
import { updateWorkspaceSettings } from './update-workspace-settings.ts'
import { lockWorkspaceSettings, updateWorkspaceSettingsRow } from './workspace-settings.repository.ts'

test('an admin allows private addresses, but none that belongs to the host', async () => {
  await using app = await createTestApp({ queue: false, env: { calloutAllowMax: [...defaultAllowMax] } })
  const ctx = app.ctx('admin')
  const refusalsOf = (calloutAllow: string[]) =>
    updateWorkspaceSettings(ctx, { calloutAllow }).then(
      () => [],
      (error: ServiceError) => error.issues?.map(({ code, path }) => `${code} ${path?.join('.')}`),
    )
  expect(await refusalsOf(['10.1.0.0/16', 'crm.internal:8080'])).toEqual([])
  expect(await refusalsOf(['10.1.0.0/16', '127.0.0.1', '169.254.169.254', '0.0.0.0/0', '127.0.0.1:3000'])).toEqual([
    'settings.allow.outsideLimit calloutAllow.1',
    'settings.allow.metadata calloutAllow.2',
    'settings.allow.outsideLimit calloutAllow.3',
    'settings.allow.ownService calloutAllow.4',
  ])
})

test('an entry from before the rule does not keep an admin from changing the list', async () => {
  await using app = await createTestApp({ queue: false, env: { calloutAllowMax: [...defaultAllowMax] } })
  const ctx = app.ctx('admin')
  const before = (await lockWorkspaceSettings(ctx.db, ctx.workspaceId))!
  await updateWorkspaceSettingsRow(ctx.db, ctx.workspaceId, { ...before, calloutAllow: ['127.0.0.1'] }, new Date())
  const after = await updateWorkspaceSettings(ctx, { calloutAllow: ['127.0.0.1', '10.0.0.5'] })
  expect(after.calloutAllow).toEqual(['127.0.0.1', '10.0.0.5'])
})
