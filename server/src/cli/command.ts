export type Command = {
  /** What follows the two words of the command. */
  usage: string
  summary: string
  run(args: string[]): Promise<void>
}
