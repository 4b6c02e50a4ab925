export type Command = {
  /** The arguments after the command name. */
  usage: string
  summary: string
  run(args: string[]): Promise<void>
}
