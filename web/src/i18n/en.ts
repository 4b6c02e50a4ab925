import { actionImport } from './en/action-import.ts'
import { activity } from './en/activity.ts'
import { callouts } from './en/callouts.ts'
import { common } from './en/common.ts'
import { connections } from './en/connections.ts'
import { ctas } from './en/ctas.ts'
import { editor } from './en/editor.ts'
import { events } from './en/events.ts'
import { externalActions } from './en/external-actions.ts'
import { imports } from './en/imports.ts'
import { journeys } from './en/journeys.ts'
import { mails } from './en/mails.ts'
import { nodes } from './en/nodes.ts'
import { participants } from './en/participants.ts'
import { securityEvents } from './en/security-events.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'

/** One line for each area. */
export const en = {
  actionImport,
  activity,
  callouts,
  common,
  connections,
  ctas,
  editor,
  events,
  externalActions,
  imports,
  journeys,
  mails,
  nodes,
  participants,
  securityEvents,
  settings,
  shell,
  signIn,
}
