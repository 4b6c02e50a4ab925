import { activity } from './en/activity.ts'
import { common } from './en/common.ts'
import { editor } from './en/editor.ts'
import { nodes } from './en/nodes.ts'
import { journeys } from './en/journeys.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'

/** One line for each area. */
export const en = {
  activity,
  common,
  editor,
  nodes,
  journeys,
  settings,
  shell,
  signIn,
}
