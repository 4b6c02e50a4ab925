import { activity } from './ja/activity.ts'
import { common } from './ja/common.ts'
import { settings } from './ja/settings.ts'
import { shell } from './ja/shell.ts'
import { signIn } from './ja/sign-in.ts'

/** One line for each area. */
export const ja = {
  activity,
  common,
  settings,
  shell,
  signIn,
}
