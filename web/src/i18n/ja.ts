import { actionImport } from './ja/action-import.ts'
import { activity } from './ja/activity.ts'
import { callouts } from './ja/callouts.ts'
import { common } from './ja/common.ts'
import { connections } from './ja/connections.ts'
import { ctas } from './ja/ctas.ts'
import { editor } from './ja/editor.ts'
import { events } from './ja/events.ts'
import { externalActions } from './ja/external-actions.ts'
import { imports } from './ja/imports.ts'
import { journeys } from './ja/journeys.ts'
import { mails } from './ja/mails.ts'
import { nodes } from './ja/nodes.ts'
import { participants } from './ja/participants.ts'
import { securityEvents } from './ja/security-events.ts'
import { settings } from './ja/settings.ts'
import { shell } from './ja/shell.ts'
import { signIn } from './ja/sign-in.ts'

/** One line for each area. */
export const ja = {
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
