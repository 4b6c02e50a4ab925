import { activity } from './ja/activity.ts'
import { common } from './ja/common.ts'
import { editor } from './ja/editor.ts'
import { nodes } from './ja/nodes.ts'
import { journeys } from './ja/journeys.ts'
import { settings } from './ja/settings.ts'
import { shell } from './ja/shell.ts'
import { signIn } from './ja/sign-in.ts'

/** One line for each area. */
export const ja = {
  activity,
  common,
  editor,
  nodes,
  journeys,
  settings,
  shell,
  signIn,
}
