import { common } from './en/common.ts'
import { shell } from './en/shell.ts'

/** One line for each area. */
export const en = {
  common,
  shell,
}
