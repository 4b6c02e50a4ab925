import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { acceptInvitation } from './accept-invitation.ts'
import {
  acceptInvitationInput,
  createOwnerInput,
  invitationInput,
  openPasswordLinkInput,
  requestPasswordMailInput,
  resetPasswordInput,
  setLocaleInput,
  switchWorkspaceInput,
} from './auth.schemas.ts'
import { openPasswordLink } from '../passwords/open-password-link.ts'
import { requestPasswordMail } from '../passwords/request-password-mail.ts'
import { resetPassword } from '../passwords/reset-password.ts'
import { createOwner } from './create-owner.ts'
import { getAuthStatus } from './get-auth-status.ts'
import { getInvitation } from './get-invitation.ts'
import { getMe } from './get-me.ts'
import { setLocale } from './set-locale.ts'
import { switchWorkspace } from './switch-workspace.ts'

export const authOperations = {
  status: defineOperation({ kind: 'query', role: 'public', run: getAuthStatus }),
  createOwner: defineOperation({
    kind: 'mutation',
    role: 'public',
    input: createOwnerInput,
    audit: { anyOf: ['ownerCreated', 'workspaceSettingsChanged'] },
    run: createOwner,
  }),
  invitation: defineOperation({
    kind: 'query',
    role: 'public',
    input: invitationInput,
    run: (ctx, input) => getInvitation(ctx, input.token),
  }),
  acceptInvitation: defineOperation({
    kind: 'mutation',
    role: 'public',
    input: acceptInvitationInput,
    audit: 'memberJoined',
    run: (ctx, input) => acceptInvitation(ctx, ctx.caller?.user ?? null, input),
  }),
  requestPasswordMail: defineOperation({
    kind: 'mutation',
    role: 'public',
    input: requestPasswordMailInput,
    audit: { none: 'nothing changes until the link in the mail is used, and anybody may ask for one' },
    run: requestPasswordMail,
  }),
  /** A mutation, so that the token stands in no address. */
  openPasswordLink: defineOperation({
    kind: 'mutation',
    role: 'public',
    input: openPasswordLinkInput,
    audit: { none: 'it reads whose link it is and changes nothing' },
    run: openPasswordLink,
  }),
  resetPassword: defineOperation({
    kind: 'mutation',
    role: 'public',
    input: resetPasswordInput,
    audit: { ifChanged: ['memberPasswordReset'] },
    run: resetPassword,
  }),
  me: defineOperation({
    kind: 'query',
    role: 'signedIn',
    run: (ctx) => getMe(ctx, ctx.user, ctx.caller?.membership?.workspaceId ?? null),
  }),
  setLocale: defineOperation({
    kind: 'mutation',
    role: 'signedIn',
    input: setLocaleInput,
    audit: { none: 'the language belongs to the person and to no workspace' },
    run: (ctx, input) => setLocale(ctx, ctx.user, input),
  }),
  switchWorkspace: defineOperation({
    kind: 'mutation',
    role: 'signedIn',
    input: switchWorkspaceInput,
    audit: { none: 'the choice belongs to the session of the person and changes nothing in a workspace' },
    run: (ctx, input) => switchWorkspace(ctx, ctx.user, input),
  }),
}
