export type Command = {
  /** What follows the word or two of the command. */
  usage: string
  summary: string
  run(args: string[]): Promise<void>
}
