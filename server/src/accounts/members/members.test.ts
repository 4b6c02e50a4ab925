import { afterAll, expect, test } from 'vitest'
import { buildUser, buildWorkspace } from '../../../test/factories.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { changeMemberRole } from './change-member-role.ts'
import { listMembers } from './list-members.ts'
import { removeMember } from './remove-member.ts'
import { workspaceOperations } from '../workspaces/workspace.operations.ts'
import { auditLogOperations } from '../../kernel/audit/audit-log.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const listAuditLog = calling(auditLogOperations.list)
const deleteWorkspace = calling(workspaceOperations.delete)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

async function workspaceWith(...roles: ('owner' | 'admin' | 'viewer')[]) {
  const workspace = await buildWorkspace(app.deps)
  for (const role of roles) await buildUser(app.deps, { workspaceId: workspace.id, role, name: role })
  const ctx = (role: 'owner' | 'admin') => app.ctx(role, workspace.id)
  return { workspace, ctx, members: await listMembers(ctx('owner')) }
}

test('the last owner can neither leave nor step down, also when two try at once', async () => {
  const { ctx, members } = await workspaceWith('owner', 'owner')
  const results = await Promise.allSettled([
    removeMember(ctx('owner'), { memberId: members[0]!.id }),
    changeMemberRole(ctx('owner'), { memberId: members[1]!.id, role: 'admin' }),
  ])
  expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const owners = (await listMembers(ctx('owner'))).filter((member) => member.role === 'owner')
  expect(owners).toHaveLength(1)
  await expect(removeMember(ctx('owner'), { memberId: owners[0]!.id })).rejects.toMatchObject({ text: 'lastOwner' })
})

test('an admin can neither remove an owner nor make one', async () => {
  const { ctx, members } = await workspaceWith('owner', 'viewer')
  const [owner, viewer] = members
  await expect(removeMember(ctx('admin'), { memberId: owner!.id })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(changeMemberRole(ctx('admin'), { memberId: viewer!.id, role: 'owner' })).rejects.toMatchObject({
    text: 'roleAboveOwn',
  })
  await changeMemberRole(ctx('admin'), { memberId: viewer!.id, role: 'admin' })
})

test('a member of another workspace is not found, nor is a malformed id', async () => {
  const { members } = await workspaceWith('owner', 'viewer')
  const { ctx } = await workspaceWith('owner')
  for (const memberId of [members[1]!.id, 'nonsense', ''])
    await expect(removeMember(ctx('owner'), { memberId })).rejects.toMatchObject({ code: 'notFound' })
})

test('each change of a role is in the audit log with before and after', async () => {
  const { ctx, members } = await workspaceWith('owner', 'viewer')
  await changeMemberRole(ctx('owner'), { memberId: members[1]!.id, role: 'admin' })
  const { items } = await listAuditLog(ctx('owner'), { limit: 1 })
  expect(items[0]).toMatchObject({
    action: 'memberRoleChanged',
    subjectId: members[1]!.userId,
    before: { role: 'viewer' },
    after: { role: 'admin' },
  })
})

test('a workspace is deleted by an owner who types its name, and takes everything with it', async () => {
  const { workspace, ctx } = await workspaceWith('owner')
  await expect(deleteWorkspace(ctx('admin'), { name: workspace.name })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(deleteWorkspace(ctx('owner'), { name: 'wrong' })).rejects.toMatchObject({ code: 'conflict' })
  await deleteWorkspace(ctx('owner'), { name: workspace.name })
  expect(await listMembers(ctx('owner'))).toEqual([])
})
