import path from 'node:path'
import { parseArgs } from 'node:util'
import { CliError } from './cli-error.ts'

/** Parses one file name, with switches before or after it. */
export function parseFile<Name extends string>(
  args: string[],
  switches: readonly Name[] = [],
): { file: string; on: ReadonlySet<Name> } {
  let parsed
  try {
    parsed = parseArgs({
      args,
      options: Object.fromEntries(switches.map((name) => [name, { type: 'boolean' as const }])),
      allowPositionals: true,
    })
  } catch (error) {
    throw new CliError((error as Error).message)
  }
  const { positionals, values } = parsed
  if (positionals.length !== 1)
    throw new CliError(
      positionals.length === 0
        ? 'The name of the file is missing, such as tabiji-2026-11-25.tar.gz.'
        : `One file is expected, not ${positionals.length}: ${positionals.join(', ')}.`,
    )
  return { file: path.resolve(positionals[0]!), on: new Set(switches.filter((name) => values[name])) }
}
