import { common } from './ja/common.ts'
import { shell } from './ja/shell.ts'

/** One line for each area. */
export const ja = {
  common,
  shell,
}
